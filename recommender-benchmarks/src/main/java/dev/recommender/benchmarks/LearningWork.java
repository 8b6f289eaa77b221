package dev.recommender.benchmarks;

/**
 * The operations that an iteration of learning vectors needs: those of sums of outer products and right sides, and of
 * decompositions with the right side as one more column. An addition and a multiplication are two operations. What else
 * there is to do is not counted.
 *
 * @param size how many numbers a vector has
 * @param block how many of them are solved at once
 */
record LearningWork(int size, int block) {
    /** Of one pair, from one side. */
    double pair() {
        if (block == size) {
            return product(size);
        }
        // The inner product once, then of each block its sums, and what its step changes.
        double operations = 2.0 * size;
        for (int from = 0; from < size; from += block) {
            int numbers = Math.min(block, size - from);
            operations += product(numbers) + 2.0 * numbers;
        }
        return operations;
    }

    /** Of one vector, without its pairs; its share in the sum over all of the other side included. */
    double vector() {
        if (block == size) {
            return product(size) + decomposition(size);
        }
        // All times the vector once, then of each block the decomposition, and what its step changes.
        double operations = product(size) + 2.0 * size * size;
        for (int from = 0; from < size; from += block) {
            int numbers = Math.min(block, size - from);
            operations += decomposition(numbers) + 2.0 * numbers * size;
        }
        return operations;
    }

    /** Of one iteration: each pair counts from both sides. */
    double iteration(long pairs, long vectors) {
        return 2.0 * pairs * pair() + vectors * vector();
    }

    /** Of one outer product's upper triangle, and of one right side. */
    static double product(int size) {
        return (double) size * (size + 1) + 2.0 * size;
    }

    /** Of one decomposition with its right side. */
    static double decomposition(int size) {
        return (double) size * size * size / 3 + (double) size * size;
    }
}
