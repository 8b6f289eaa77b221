package dev.recommender.factors;

/** In how many bits a model keeps a number of a vector. */
public enum VectorPrecision {
    /** Floats of 32 bits, as they were computed. */
    BITS_32,

    /**
     * Whole numbers of 16 bits with a factor for each vector: half the size. Each number is off by at most 1/65,534 of the
     * vector's largest.
     */
    BITS_16
}
