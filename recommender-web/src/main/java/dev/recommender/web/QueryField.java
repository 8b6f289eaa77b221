package dev.recommender.web;

import java.util.function.Consumer;

/**
 * A field that the query of an address may have.
 *
 * @param check refuses a value that it cannot have
 */
record QueryField(String name, Consumer<Exchange> check) {
    /** A text, given once. */
    static QueryField text(String name) {
        return new QueryField(name, exchange -> exchange.query(name));
    }

    /** A text that must be there and not be blank; see {@link Exchange#required}. */
    static QueryField required(String name, String what) {
        return new QueryField(name, exchange -> exchange.required(name, what));
    }

    /** A text that is given so many times. */
    static QueryField repeated(String name, int most) {
        return new QueryField(name, exchange -> exchange.queries(name, most));
    }

    static QueryField whole(String name, int least, int most) {
        return new QueryField(name, exchange -> exchange.whole(name, least, least, most));
    }

    static QueryField flag(String name) {
        return new QueryField(name, exchange -> exchange.flag(name));
    }

    /** The id of a model. */
    static QueryField model(String name) {
        return new QueryField(name, exchange -> exchange.query(name).ifPresent(given -> Exchange.model(name, given)));
    }
}
