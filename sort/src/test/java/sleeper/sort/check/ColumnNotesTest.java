package sleeper.sort.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.core.file.FilePath;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.sort.schema.ColumnDifference;
import sleeper.sort.schema.ColumnDifference.Verdict;

class ColumnNotesTest {
    private final ColumnNotes notes = new ColumnNotes(new Schema(
            List.of(Field.required("key", PrimitiveType.LONG)),
            List.of(),
            List.of(Field.nullable("year", PrimitiveType.INT))));

    private static ColumnDifference column(String name, Verdict verdict) {
        return new ColumnDifference(name, verdict, "", "", "");
    }

    @Test
    void shouldSayNothingOfColumnsThatFit() {
        notes.add(
                new FilePath("b", "year=1/f"),
                List.of(column("key", Verdict.SAME), column("year", Verdict.FROM_FOLDER)));
        assertThat(notes.sentences()).isEmpty();
    }

    @Test
    void shouldTellOfEachColumnOnceWithTheNumberOfFiles() {
        // When
        notes.add(new FilePath("b", "day=1/f"), List.of(column("x", Verdict.IGNORED), column("year", Verdict.NULLS)));
        notes.add(new FilePath("b", "day=2/g"), List.of(column("x", Verdict.IGNORED), column("z", Verdict.IGNORED)));
        // Then
        assertThat(notes.sentences())
                .containsExactly(
                        "The folder value of 'day' of 2 files is not loaded: the table has no such field. The first of the"
                                + " files is b/day=1/f.",
                        "Column 'x' of 2 files is not loaded: the table has no such field. The first of the files is"
                                + " b/day=1/f.",
                        "Column 'z' of b/day=2/g is not loaded: the table has no such field.",
                        "Field 'year' is null in every row of b/day=1/f: there is no such column.");
    }

    @Test
    void shouldNameAFieldWhoseNameDiffersInCaseOnly() {
        notes.add(new FilePath("b", "Year=1/f"), List.of());
        assertThat(notes.sentences())
                .containsExactly(
                        "The folder value of 'Year' of b/Year=1/f is not loaded: the table has no such field, only 'year'.");
    }

    @Test
    void shouldCountWhatIsBeyondAHundredSentences() {
        // Given
        List<ColumnDifference> many = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            many.add(column("x" + i, Verdict.IGNORED));
        }
        // When
        notes.add(new FilePath("b", "f"), many);
        // Then
        assertThat(notes.sentences()).hasSize(101).last().isEqualTo("The same is to be said of 50 more columns.");
    }
}
