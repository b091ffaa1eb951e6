package sleeper.local.task.spark;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A version of Spark that this project has a jar for. */
public enum SparkVersion {
    SPARK_3("3", "Spark 3.5.6", Pattern.compile("emr-7\\.\\d+\\.\\d+(-.+)?")),
    SPARK_4("4", "Spark 4.0.2", Pattern.compile("emr-spark-8\\.\\d+\\.\\d+(-.+)?"));

    /** The release labels that there is a jar for, for messages. */
    public static final String RELEASE_LABELS = "emr-7.x.y (Spark 3.5), emr-spark-8.x.y (Spark 4.0)";

    private final String major;
    private final String words;
    private final Pattern releaseLabels;

    SparkVersion(String major, String words, Pattern releaseLabels) {
        this.major = major;
        this.words = words;
        this.releaseLabels = releaseLabels;
    }

    /** @return the version that a release of EMR, EMR Serverless or EMR on EKS carries; empty if there is no jar for it */
    public static Optional<SparkVersion> ofReleaseLabel(String label) {
        return Arrays.stream(values())
                .filter(version -> version.releaseLabels.matcher(label).matches())
                .findFirst();
    }

    /** @return the version that a jar of this project is built for, by its name or path, such as {@code …-spark3.jar} */
    public static Optional<SparkVersion> ofJar(String jar) {
        return Arrays.stream(values())
                .filter(version -> jar.endsWith("-spark" + version.major + ".jar"))
                .findFirst();
    }

    /** @return such as {@code 3} */
    public String major() {
        return major;
    }

    /** @return such as {@code Spark 3.5.6} */
    public String words() {
        return words;
    }
}
