package sleeper.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void shouldShowNothingThatBreaksALineOrHidesText() {
        // Given line breaks, a terminal escape, a direction override, and Unicode's own line and paragraph separators
        Fault fault = Fault.of(ErrorCode.BAD_ID, "a\nb\rc", "d\u001b[31me\u202ef", "g\u2028h\u2029i\uffffj");
        // When / Then
        assertThat(fault.where()).isEqualTo("a b c");
        assertThat(fault.found()).isEqualTo("d [31me f");
        assertThat(fault.allowed()).isEqualTo("g h i j");
    }

    @Test
    void shouldCutWhatIsLong() {
        // When
        Fault fault = Fault.of(ErrorCode.BAD_ID, "id", "x".repeat(5_000), "");
        // Then
        assertThat(fault.found()).isEqualTo("x".repeat(Fault.MAX_PART_LENGTH) + "…");
    }

    @Test
    void shouldCutBetweenCharactersAndShowHalvesOfThem() {
        // When
        Fault fault = Fault.of(ErrorCode.BAD_ID, "id", "x".repeat(1_999) + "\ud83d\ude00", "\ud800");
        // Then
        assertThat(fault.found()).isEqualTo("x".repeat(1_999) + "…");
        assertThat(fault.allowed()).isEqualTo("\\ud800");
    }

    @Test
    void shouldShowNoSecretAndSayToChangeIt() {
        // When
        Fault fault = new Fault(
                ErrorCode.CLASS_NOT_ALLOWED,
                "className",
                "'s3://key:secret@b1/f'",
                "",
                "Remove it.",
                FaultLocation.ofFile("s3://key:secret@b1/f"));
        // Then
        assertThat(fault.message())
                .isEqualTo("CLASS_NOT_ALLOWED at className: found 's3://***@b1/f'. Remove it. The message and the"
                        + " execution's input still hold what *** stands for: change that key.");
        assertThat(fault.location().file()).isEqualTo("s3://***@b1/f");
        assertThat(new Fault(
                        fault.code(), fault.where(), fault.found(), fault.allowed(), fault.action(), fault.location()))
                .isEqualTo(fault);
    }

    @Test
    void shouldShowNoValueOfAPropertyThatHoldsASecret() {
        // When
        Fault fault = Fault.of(
                ErrorCode.VALUE_OUT_OF_RANGE, "sparkConf (spark.hadoop.fs.s3a.secret.key)", "'hunter2'", "another");
        // Then
        assertThat(fault.message())
                .isEqualTo(
                        "VALUE_OUT_OF_RANGE at sparkConf (spark.hadoop.fs.s3a.secret.key): found ***; allowed: another."
                                + " Give a value inside the range named. The message and the execution's input still hold what *** stands for:"
                                + " change that key.");
    }

    @Test
    void shouldShowNoSecretInASummary() {
        // When
        InvalidRequestException error = new InvalidRequestException(
                "The job 's3://key:secret@b1/f' was not read.", List.of(Fault.of(ErrorCode.BAD_ID, "id", "x", "")));
        // Then
        assertThat(error.summary()).isEqualTo("The job 's3://***@b1/f' was not read.");
        assertThat(error).hasMessageStartingWith("The job 's3://***@b1/f' was not read. BAD_ID at id");
    }
}
