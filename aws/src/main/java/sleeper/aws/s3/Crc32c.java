package sleeper.aws.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Checksums of what is sent, as S3 wants them in headers. CRC32C, since the JDK has it in hardware: the SDK's own choice, CRC64NVME
 * or CRC32 by version, may want a native library. They are computed before the bytes go to the SDK.
 */
final class Crc32c {
    private Crc32c() {}

    /** @return of the remaining bytes, whose position stays */
    static String of(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return encoded(checksum);
    }

    static String of(byte[] bytes) {
        return of(ByteBuffer.wrap(bytes));
    }

    /** @return the four bytes, highest first, in Base64 */
    static String encoded(CRC32C checksum) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
