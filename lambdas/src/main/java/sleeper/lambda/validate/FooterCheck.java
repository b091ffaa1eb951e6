package sleeper.lambda.validate;

import sleeper.core.file.FileInfo;
import sleeper.core.file.FileStore;
import sleeper.core.schema.Schema;
import sleeper.sort.check.InputCheck;

/** The kernel's check of footers. */
public final class FooterCheck implements FileCheck {
    private final FileStore files;

    public FooterCheck(FileStore files) {
        this.files = files;
    }

    @Override
    public Finding check(FileInfo file, Schema schema) {
        InputCheck.Result result = InputCheck.check(files, file, schema);
        return new Finding(result.input(), result.decodedBytes(), result.faults(), result.warnings());
    }
}
