package sleeper.core.job.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.CorruptDataException;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.job.Manifest;
import sleeper.core.json.GoldenFile;
import sleeper.core.json.StoredJson;
import sleeper.core.key.KeyValue;
import sleeper.core.key.Range;
import sleeper.core.key.Region;
import sleeper.core.table.DataFile;

class ManifestJsonTest {
    private static final AttemptId ATTEMPT = new AttemptId(new JobId("orders-7"), 1);
    private static final Manifest MANIFEST = new Manifest(
            ATTEMPT,
            "run1",
            List.of(new DataFile(
                    "data/p0/orders-7/1/run1-0.parquet",
                    new Region(List.of(
                            new Range(Optional.empty(), Optional.of(new KeyValue.OfBytes(new byte[] {-1}))),
                            Range.ALL)),
                    10,
                    1234,
                    "ab12")));

    @Test
    void shouldWriteAManifestAsTheGoldenFileHasIt() {
        assertThat(StoredJson.parse("The manifest", ManifestJson.write(MANIFEST))
                        .toPrettyString())
                .isEqualTo(GoldenFile.read("manifest.json"));
    }

    @Test
    void shouldReadBackWhatItWrote() {
        Manifest empty = new Manifest(ATTEMPT, "run2", List.of());

        assertThat(ManifestJson.read(ManifestJson.write(MANIFEST))).isEqualTo(MANIFEST);
        assertThat(ManifestJson.read(ManifestJson.write(empty))).isEqualTo(empty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"format\":1}", "{\"format\":1,\"format\":1}"})
    void shouldCallCorruptWhatIsNoManifest(String text) {
        assertThatThrownBy(() -> ManifestJson.read(text)).isInstanceOf(CorruptDataException.class);
    }
}
