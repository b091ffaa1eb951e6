package sleeper.lambda.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.file.FilePath;
import sleeper.core.schema.Field;
import sleeper.core.schema.PrimitiveType;
import sleeper.core.schema.Schema;
import sleeper.lambda.TestInstance;
import sleeper.sort.check.FileCheck;
import sleeper.sort.check.KernelFileCheck;
import sleeper.sort.schema.ColumnRules;

class KernelFileCheckIT {
    private static final Schema SCHEMA =
            new Schema(List.of(Field.required("key", PrimitiveType.STRING)), List.of(), List.of());
    private static final FilePath FILE = new FilePath("in", "f.parquet");

    @TempDir
    private Path home;

    @Test
    void shouldTellThatAFileIsNotParquet() throws IOException {
        TestInstance instance = new TestInstance(home);
        instance.write(FILE, "this is not Parquet, however it is named");

        FileCheck.Finding finding = new KernelFileCheck(instance.stores().files())
                .check(instance.stores().files().find(FILE).orElseThrow(), SCHEMA, ColumnRules.STRICT);

        assertThat(finding.faults()).extracting(Fault::code).containsExactly(ErrorCode.NOT_PARQUET);
        assertThat(finding.input().path()).isEqualTo(FILE);
    }
}
