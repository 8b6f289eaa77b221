package dev.recommender.csv;

import dev.recommender.csv.UsageCsv.Role;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How headers of usage files call their columns. Letters' case and what stands between the words do not matter. */
final class WellKnown {
    static final Set<String> ITEM = Set.of(
            "item",
            "itemid",
            "iid",
            "movie",
            "movieid",
            "product",
            "productid",
            "article",
            "articleid",
            "sku",
            "asin",
            "isbn",
            "bookid",
            "songid",
            "trackid",
            "artistid",
            "offerid",
            "contentid",
            "courseid",
            "businessid",
            "stockcode");

    private static final Map<Role, Set<String>> NAMES = Map.of(
            Role.USER,
            Set.of(
                    "user",
                    "userid",
                    "uid",
                    "customer",
                    "customerid",
                    "visitor",
                    "visitorid",
                    "household",
                    "householdid",
                    "householdkey",
                    "memberid",
                    "clientid",
                    "buyerid",
                    "reviewerid"),
            Role.ITEM,
            ITEM,
            Role.TIME,
            Set.of(
                    "time",
                    "timestamp",
                    "ts",
                    "date",
                    "datetime",
                    "eventtime",
                    "eventdate",
                    "eventtimestamp",
                    "createdat",
                    "invoicedate",
                    "invoicedatetime",
                    "orderdate",
                    "orderdatetime",
                    "ordertimestamp",
                    "orderpurchasetimestamp",
                    "saledate",
                    "salesdate",
                    "orderedat",
                    "purchasedate",
                    "purchasedat",
                    "transactiondate",
                    "transactiontime",
                    "transactiontimestamp"),
            Role.TYPE,
            Set.of("type", "event", "eventtype", "action"),
            Role.WEIGHT,
            Set.of("weight", "rating", "bookrating", "stars", "score"));

    private static final Set<String> ALL =
            NAMES.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    private static final int LONGEST =
            2 + ALL.stream().mapToInt(String::length).max().orElse(0) * 2;

    private static final int LETTERS = 26;

    /** The lengths of the names that start with each letter: ids that are words are told by these, without a copy. */
    private static final BitSet[] BY_FIRST_LETTER = new BitSet[LETTERS];

    static {
        Arrays.setAll(BY_FIRST_LETTER, letter -> new BitSet());
        ALL.forEach(name -> BY_FIRST_LETTER[name.charAt(0) - 'a'].set(name.length()));
    }

    /** The types that RecBole writes behind a column's name. */
    private static final Set<String> SUFFIXES = Set.of("token", "tokenseq", "float", "floatseq");

    /** What is neither letter nor digit, and where a capital follows a small letter, or is the last of several. */
    private static final Pattern WORD_ENDS =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private WellKnown() {}

    /** The first column of a role; {@link Columns#ABSENT} if there is none. */
    static int find(List<String> header, Role role) {
        for (int at = 0; at < header.size(); at++) {
            if (names(header.get(at), role)) {
                return at;
            }
        }
        return Columns.ABSENT;
    }

    /** Whether fields name a column of users and one of items. */
    static boolean isHeader(List<String> fields) {
        return find(fields, Role.USER) != Columns.ABSENT && find(fields, Role.ITEM) != Columns.ABSENT;
    }

    static boolean names(CharSequence field, Role role) {
        return NAMES.getOrDefault(role, Set.of()).contains(plain(field));
    }

    /** Whether a field is the name of a column; most ids are told by their digits. */
    static boolean mayName(CharSequence field) {
        int length = field.length();
        if (length < 2 || length > LONGEST || field instanceof Slice slice && slice.isBeyondAscii()) {
            return false;
        }
        int letters = 0;
        int first = 0;
        boolean typed = false;
        for (int at = length - 1; at >= 0; at--) {
            char c = field.charAt(at);
            if (c <= '9' && c >= '0') {
                return false;
            }
            int letter = (c | ' ') - 'a';
            if (letter >= 0 && letter < LETTERS) {
                letters++;
                first = letter;
            }
            typed |= c == ':';
        }
        return (typed || BY_FIRST_LETTER[first].get(letters)) && ALL.contains(plain(field));
    }

    /** A name without what writers of headers differ in. */
    static String plain(CharSequence name) {
        String text = name.toString();
        int colon = text.lastIndexOf(':');
        if (colon > 0 && SUFFIXES.contains(lettersAndDigits(text.substring(colon + 1)))) {
            text = text.substring(0, colon);
        }
        return lettersAndDigits(text);
    }

    /** The words of a name in small letters: {@code paid_time}, {@code paidTime} and {@code Paid Time} have the same two. */
    static List<String> words(String name) {
        return Arrays.stream(WORD_ENDS.split(name))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String lettersAndDigits(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
