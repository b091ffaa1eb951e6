package sleeper.aws.kits;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Checksums as S3 writes them. */
final class Checksums {
    private Checksums() {}

    /** @return the CRC32C of the text's UTF-8 bytes, in Base64 */
    static String crc32c(String text) {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
