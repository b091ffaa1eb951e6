package sleeper.core.platform;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of EMR releases that one of the project's Spark jars fits. Jars are tied to Scala's version, and Spark 3.5 and 4.0 have
 * different ones; a release of another line would fail with a missing class after its cluster is paid for.
 */
public enum SparkRelease {
    /** EMR 7: Spark 3.5 with Scala 2.12, Java 17. */
    EMR_7("emr-7.x.y", "emr-7\\.\\d{1,3}\\.\\d{1,3}", "3.5", "2.12", "spark3"),
    /** EMR's releases of Spark 4: Scala 2.13, Java 17. */
    EMR_SPARK_8("emr-spark-8.x.y", "emr-spark-8\\.\\d{1,3}\\.\\d{1,3}", "4.0", "2.13", "spark4");

    /** The release labels that are allowed, in words: what a refusal names. */
    public static final String ALLOWED =
            Arrays.stream(values()).map(SparkRelease::words).collect(Collectors.joining(" or "));

    private final String form;
    private final Pattern labels;
    private final String spark;
    private final String scala;
    private final String jarSuffix;

    SparkRelease(String form, String labels, String spark, String scala, String jarSuffix) {
        this.form = form;
        this.labels = Pattern.compile(labels);
        this.spark = spark;
        this.scala = scala;
        this.jarSuffix = jarSuffix;
    }

    /** @return the line that a release label such as {@code emr-7.13.0} belongs to; empty if no jar fits it */
    public static Optional<SparkRelease> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(release -> release.labels.matcher(label).matches())
                .findFirst();
    }

    /** @return whether a jar fits the release */
    public static boolean isLabel(String label) {
        return ofLabel(label).isPresent();
    }

    /** @return Spark's version, major and minor */
    public String spark() {
        return spark;
    }

    /** @return Scala's version, major and minor */
    public String scala() {
        return scala;
    }

    /**
     * @param jars URI of the deployment's jars up to the word that each ends with, such as {@code s3://jars/sleeper-spark-job-1.0}
     * @return URI of the jar that fits
     */
    public String jar(String jars) {
        return jars + "-" + jarSuffix + ".jar";
    }

    private String words() {
        return form + " (Spark " + spark + ", Scala " + scala + ")";
    }
}
