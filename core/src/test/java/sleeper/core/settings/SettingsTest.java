package sleeper.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import sleeper.core.settings.Settings.Layer;

class SettingsTest {
    private static final Setting<Integer> MAX = BulkImportSettings.EMR_MAX_INSTANCES;
    private static final String INSTANCE_NAME = "sleeper.default.bulk.import.emr.executor.max.instances";
    private static final String TABLE_NAME = "sleeper.table.bulk.import.emr.executor.max.instances";

    @Nested
    class Layers {
        @Test
        void shouldTakeTheDefaultWhereNoLayerSaysMore() {
            Settings settings =
                    Settings.ofInstance(Map.of()).withTable(Map.of()).withJob(Map.of());

            assertThat(settings.get(MAX)).isEqualTo(10);
            assertThat(settings.layerOf(MAX)).isEqualTo(Layer.DEFAULT);
        }

        @Test
        void shouldTakeTheInstancesValueBeforeTheDefault() {
            Settings settings = Settings.ofInstance(Map.of(INSTANCE_NAME, "11"));

            assertThat(settings.get(MAX)).isEqualTo(11);
            assertThat(settings.layerOf(MAX)).isEqualTo(Layer.INSTANCE);
        }

        @Test
        void shouldTakeTheTablesValueBeforeTheInstances() {
            Settings settings = Settings.ofInstance(Map.of(INSTANCE_NAME, "11")).withTable(Map.of(TABLE_NAME, "12"));

            assertThat(settings.get(MAX)).isEqualTo(12);
            assertThat(settings.layerOf(MAX)).isEqualTo(Layer.TABLE);
        }

        @Test
        void shouldTakeTheJobsValueBeforeTheTables() {
            Settings settings = Settings.ofInstance(Map.of(INSTANCE_NAME, "11"))
                    .withTable(Map.of(TABLE_NAME, "12"))
                    .withJob(Map.of(TABLE_NAME, "13"));

            assertThat(settings.get(MAX)).isEqualTo(13);
            assertThat(settings.layerOf(MAX)).isEqualTo(Layer.JOB);
        }

        @Test
        void shouldTakeTheJobsValueBeforeTheInstancesWhereTheTableSaysNothing() {
            Settings settings = Settings.ofInstance(Map.of(INSTANCE_NAME, "11")).withJob(Map.of(TABLE_NAME, "13"));

            assertThat(settings.get(MAX)).isEqualTo(13);
        }

        @Test
        void shouldNotTakeAPropertyUnderTheOtherLayersName() {
            Settings settings = Settings.ofInstance(Map.of(TABLE_NAME, "11")).withTable(Map.of(INSTANCE_NAME, "12"));

            assertThat(settings.get(MAX)).isEqualTo(10);
        }
    }

    @Test
    void shouldLeaveASettingWithoutDefaultEmpty() {
        Settings settings = Settings.ofInstance(Map.of());

        assertThat(settings.find(InstanceSettings.ERRORS_EMAIL)).isEmpty();
        assertThat(settings.text(InstanceSettings.ERRORS_EMAIL)).isEmpty();
        assertThatThrownBy(() -> settings.get(InstanceSettings.ERRORS_EMAIL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("sleeper.errors.email has neither a value nor a default");
    }

    @Test
    void shouldCarryEveryValueButSecretsInAPlan() {
        Settings settings = Settings.ofInstance(Map.of(
                        INSTANCE_NAME, "11", "sleeper.notify.smtp.password", "hush", "sleeper.ingest.threads", "2"))
                .withTable(Map.of("sleeper.table.allowed.sources", "a,b/c"));

        Map<String, String> values = settings.toMap();

        assertThat(values)
                .containsEntry(TABLE_NAME, "11")
                .containsEntry("sleeper.table.allowed.sources", "a,b/c")
                .containsEntry("sleeper.ingest.memory.budget", "1g")
                .doesNotContainKey("sleeper.notify.smtp.password");
        assertThat(Settings.ofMap(values).toMap()).isEqualTo(values);
        assertThat(Settings.ofMap(values).get(IngestSettings.THREADS)).isEqualTo(2);
        assertThat(Settings.ofMap(values).get(IngestSettings.ALLOWED_SOURCES)).isEqualTo(List.of("a", "b/c"));
    }

    /** Checks pass over white space around a value, and whoever reads a plan takes its text as it stands. */
    @Test
    void shouldCarryValuesInAPlanWithoutTheWhiteSpaceAroundThem() {
        Settings settings = Settings.ofInstance(
                        Map.of("sleeper.bulk.import.persistent.emr.release.label", "emr-7.13.0 \t"))
                .withTable(Map.of("sleeper.table.bulk.import.emr.master.instance.type", " m5.xlarge"))
                .withJob(Map.of("sleeper.table.bulk.import.emr.release.label", "emr-7.12.0\n"));

        assertThat(settings.toMap())
                .containsEntry("sleeper.bulk.import.persistent.emr.release.label", "emr-7.13.0")
                .containsEntry("sleeper.table.bulk.import.emr.master.instance.type", "m5.xlarge")
                .containsEntry("sleeper.table.bulk.import.emr.release.label", "emr-7.12.0");
    }
}
