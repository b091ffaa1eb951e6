package sleeper.lambda.launch;

/** The Spark job's jar for a release of EMR: Spark 4 and its Scala run no jar of Spark 3, nor the other way round. */
final class SparkJar {
    private SparkJar() {}

    /** @return its file name */
    static String of(String releaseLabel) {
        return "sleeper-spark-job-spark" + (releaseLabel.startsWith("emr-spark-") ? 4 : 3) + ".jar";
    }
}
