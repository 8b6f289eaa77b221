package dev.recommender;

/** Why a line of a usage or catalog file was rejected or noted, and what helps. */
public enum ParsingReason {
    /** The record breaks the rules of CSV: text after a closing quote, or a quote that is never closed. */
    MALFORMED_LINE("quote fields that contain the delimiter or quotes, and double the quotes inside them"),
    /** The line is no JSON object, or a field of it that is used is an object or array. */
    MALFORMED_JSON("write one JSON object on each line, with plain values"),
    /** The line has more characters than a reader keeps. */
    LINE_TOO_LONG("check the line ends, and leave out long fields that are not used"),
    /** Some bytes are no characters in the file's charset, so that ids could be mistaken for one another. */
    MALFORMED_CHARACTERS("name the file's charset, such as windows-1252, or save the file as UTF-8"),
    /** The line has more fields than the header has names, or than the other lines of the file have. */
    TOO_MANY_FIELDS("quote fields that contain the delimiter, and check the delimiter"),
    /** A mandatory column is absent, blank, or holds a word for nothing, such as {@code NULL}. */
    MISSING_FIELDS("give the mandatory columns in every line, and check the column order and the delimiter"),
    /** The time cannot be read in the expected format. */
    BAD_TIMESTAMP_FORMAT("name the format of the times, check the column order, or leave the time blank"),
    /** The weight is not a decimal number, or beyond the range of floats. */
    BAD_WEIGHT_FORMAT("write the weight as a decimal number with a point"),
    /** A catalog feature is not {@code name=value} with exactly one equals sign and a name. */
    MALFORMED_CATALOG_ITEM_FEATURE("write each feature as name=value in a column of its own"),
    /** The item id has too many characters. */
    ITEM_ID_TOO_LONG("shorten the item id"),
    /** The item id has a character that the chosen rules forbid. */
    ILLEGAL_CHARACTERS_IN_ITEM_ID("remove the characters from the item id, or relax the rules"),
    /** The user id has too many characters. */
    USER_ID_TOO_LONG("shorten the user id"),
    /** The user id has a character that the chosen rules forbid. */
    ILLEGAL_CHARACTERS_IN_USER_ID("use letters, digits, - and _ in user ids, or relax the rules"),
    /** The event's item is not in the catalog. */
    UNKNOWN_ITEM_ID("add the item to the catalog, or keep events of unknown items"),
    /** The catalog has the item already; the first line of it counts. */
    DUPLICATE_ITEM_ID("keep one line for each item, unless the first is meant"),
    /** The line is a header in the midst of a file, as files that were joined have; it was left out. */
    REPEATED_HEADER("nothing, if files were joined"),
    /** The line has no user and was left out on request. */
    SKIPPED_WITHOUT_USER("nothing, if lines without a user are expected");

    private final String remedy;

    ParsingReason(String remedy) {
        this.remedy = remedy;
    }

    /** What to do about it, as an imperative sentence without its full stop. */
    public String remedy() {
        return remedy;
    }
}
