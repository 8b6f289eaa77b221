package dev.recommender.evaluation;

/** A user who is asked for. */
final class TestUser {
    /** The user's number among all users of the events. */
    final int number;

    final String id;
    /** The numbers of relevant items, ascending; not empty. */
    final int[] relevant;
    /** What each relevant item gains. */
    final double[] gains;
    /** How many of the relevant items the user had taken before. */
    final int repeated;
    /** The time of the earliest test event that has one; after all times if none has. */
    final long moment;

    TestUser(int number, String id, int[] relevant, double[] gains, int repeated, long moment) {
        this.number = number;
        this.id = id;
        this.relevant = relevant;
        this.gains = gains;
        this.repeated = repeated;
        this.moment = moment;
    }
}
