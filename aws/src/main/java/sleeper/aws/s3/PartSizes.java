package sleeper.aws.s3;

import java.io.IOException;
import sleeper.core.file.FilePath;
import sleeper.core.util.Require;

/**
 * How large the parts of an upload are. S3 takes at most 10,000 parts (User Guide, "Amazon S3 multipart upload limits"), so they grow
 * with the file: each thousand is larger than the thousand before by the size of the first.
 *
 * @param firstBytes size of the first part, in bytes; one or more
 */
record PartSizes(int firstBytes) {
    static final int MOST_PARTS = 10_000;
    static final int FIRST_BYTES = 8 << 20;

    private static final int OF_ONE_SIZE = 1_000;

    /** Parts of 8 to 80 MiB: a file may have 429 GiB, and the first 7.8 of them are in parts of 8 MiB. */
    static final PartSizes OF_S3 = new PartSizes(FIRST_BYTES);

    PartSizes {
        Require.atLeast("firstBytes", firstBytes, 1);
    }

    /**
     * @param number of a part, from 1
     * @return its size, in bytes, if it is not the last
     * @throws IOException if an upload cannot have so many
     */
    int bytesOf(int number, FilePath path) throws IOException {
        if (number > MOST_PARTS) {
            throw new IOException("File " + path + " has more than " + mostBytes() + " bytes, which is the most in "
                    + MOST_PARTS + " parts, and S3 takes no more parts. Write smaller files.");
        }
        return firstBytes * (1 + (number - 1) / OF_ONE_SIZE);
    }

    private long mostBytes() {
        long sizes = MOST_PARTS / OF_ONE_SIZE;
        return (long) firstBytes * OF_ONE_SIZE * sizes * (sizes + 1) / 2;
    }
}
