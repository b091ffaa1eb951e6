package sleeper.core.platform;

/** What decides how large a run is, and so what can be too small for it. */
public enum Sizing {
    /** One container: its memory budget, and its disk for what is more. */
    TASK(false),
    /** Spark, by the instance's properties {@code sleeper.bulk.import.emr.spark.*} and the job's own over them. */
    SPARK_OF_INSTANCE(true),
    /** Spark, by what the platform gives and the job's own properties over it. */
    SPARK_OF_PLATFORM(true);

    private final boolean spark;

    Sizing(boolean spark) {
        this.spark = spark;
    }

    public boolean isSpark() {
        return spark;
    }
}
