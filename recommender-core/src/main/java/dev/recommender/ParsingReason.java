package dev.recommender;

/** Why a line of a usage or catalog file was rejected or noted, and what helps. */
public enum ParsingReason {
    /** The record breaks the rules of CSV: text after a closing quote, or a quote that is never closed. */
    MALFORMED_LINE("quote fields that contain the delimiter or quotes, and double the quotes inside them"),
    /** A mandatory column is absent or blank. */
    MISSING_FIELDS("give the mandatory columns in every line, and check the column order and the delimiter"),
    /** The time cannot be read in the expected format. */
    BAD_TIMESTAMP_FORMAT("name the format of the times, or correct the value"),
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
    DUPLICATE_ITEM_ID("remove the repeated catalog line"),
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
