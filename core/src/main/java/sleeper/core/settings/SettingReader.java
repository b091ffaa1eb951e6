package sleeper.core.settings;

import java.util.Locale;

/** Who acts on a setting. */
public enum SettingReader {
    DEPLOYMENT,
    STARTER,
    VALIDATION,
    INGEST_TASK,
    SPARK_JOB,
    COMMIT,
    ICEBERG_VIEW,
    NOTIFICATION,
    EMBEDDED_RUN,
    COMMAND;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
