package dev.recommender.evaluation;

final class EvaluationPage {
    private EvaluationPage() {}

    static String write(Evaluation evaluation) {
        return "";
    }
}
