package sleeper.core.platform;

/** What decides how large a run is, and so what can be too small for it. */
public enum Sizing {
    /** One container: its memory budget, and its disk for what is more. */
    TASK(false),
    /** Spark on nodes of EMR, by the instance's properties {@code sleeper.bulk.import.emr.spark.*} and the job's own over them. */
    SPARK_ON_EMR(true),
    /** Spark on workers of EMR Serverless, by its settings and the job's own properties over them. */
    SPARK_ON_SERVERLESS(true),
    /** Spark on pods of Kubernetes, by its settings and the job's own properties over them. */
    SPARK_ON_KUBERNETES(true);

    private final boolean spark;

    Sizing(boolean spark) {
        this.spark = spark;
    }

    public boolean isSpark() {
        return spark;
    }
}
