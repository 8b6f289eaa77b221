package dev.recommender.neighbors;

/** How exact the weights of a model's rows are, and how much of its file and memory they take. */
public enum RowPrecision {
    /** A weight is a float of 32 bits, and so is the item that it belongs to. */
    SINGLE,
    /**
     * A weight is a whole number c from 1 to 255 that stands for c<sup>2</sup> · 2<sup>e</sup>, with an exponent e for each
     * row. It differs from the weight of 32 bits by at most a part of 1/c or so: 0.6 % for the largest of a row, 5 % for one
     * that is a hundredth of it. Items take 16 bits where there are no more than 65,536. Weights must not be negative.
     */
    BYTE
}
