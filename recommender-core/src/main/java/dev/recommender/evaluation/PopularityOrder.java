package dev.recommender.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Counts, and the order of what was counted: by descending count, then by ascending number; what was never counted is not
 * in it. A tournament tree gives the order as far as it is wanted, in logarithmic time for each. Not for several threads.
 */
final class PopularityOrder {
    private final int leaves;
    /** The greatest count below each node; node 1 is the root, and the leaves are at the end. */
    private final int[] greatest;

    private final PriorityQueue<Node> next =
            new PriorityQueue<>(Comparator.comparingInt(Node::count).reversed().thenComparingInt(Node::first));
    private int[] ordered = new int[16];
    private int known;
    private boolean started;

    /** Nothing is counted yet of so many. */
    PopularityOrder(int size) {
        leaves = Math.max(1, Integer.highestOneBit(Math.max(1, size - 1)) * 2);
        greatest = new int[2 * leaves];
    }

    void increment(int number) {
        int node = leaves + number;
        int count = ++greatest[node];
        for (node >>= 1; node > 0 && greatest[node] < count; node >>= 1) {
            greatest[node] = count;
        }
        started = false;
    }

    /** Whether there is anything at this rank, from 0. Ranks are to be asked for one after the other. */
    boolean has(int rank) {
        if (!started) {
            started = true;
            known = 0;
            next.clear();
            push(1, 0);
        }
        while (known <= rank && !next.isEmpty()) {
            Node best = next.remove();
            if (best.node >= leaves) {
                ordered = known == ordered.length ? Arrays.copyOf(ordered, 2 * known) : ordered;
                ordered[known++] = best.first;
            } else {
                int half = leaves / Integer.highestOneBit(best.node) / 2;
                push(2 * best.node, best.first);
                push(2 * best.node + 1, best.first + half);
            }
        }
        return rank < known;
    }

    /** What is at a rank that there is. */
    int at(int rank) {
        return ordered[rank];
    }

    private void push(int node, int first) {
        if (greatest[node] > 0) {
            next.add(new Node(greatest[node], first, node));
        }
    }

    /** A node of the tree, with its greatest count and the number of its first leaf. */
    private record Node(int count, int first, int node) {}
}
