package sleeper.statestore.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import sleeper.core.table.ColumnMetrics;
import sleeper.core.table.ValueBounds;
import sleeper.core.table.WrittenFile;

/**
 * What files hold of their columns, as bytes that are stored or sent to another process. Version 1: eight bytes of {@link #MAGIC}, then deflated: the number of files, and of each
 * its path (as the length of the prefix shared with the one before and the rest), the number of columns, and of each column its id,
 * bytes, values, nulls, whether it has bounds, and these.
 *
 * <p>Cost: a hundred bytes or so a file of a few columns, before compression; files are read one after the other.
 */
public final class FileMetricsFormat {
    private static final byte[] MAGIC = "SLPMETR1".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 64 * 1024;

    private FileMetricsFormat() {}

    public static byte[] encode(List<WrittenFile> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MAGIC);
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (ColumnOutput out = new ColumnOutput(new DeflaterOutputStream(bytes, fast, BUFFER_BYTES))) {
            out.sortedTexts(files.stream().map(written -> written.file().path()).toList());
            for (WrittenFile file : files) {
                out.number(file.columns().size());
                for (ColumnMetrics column : file.columns()) {
                    write(column, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        return bytes.toByteArray();
    }

    private static void write(ColumnMetrics column, ColumnOutput out) throws IOException {
        out.number(column.fieldId());
        out.number(column.sizeBytes());
        out.number(column.values());
        out.number(column.nulls());
        out.flag(column.bounds().isPresent());
        if (column.bounds().isPresent()) {
            out.bytes(column.bounds().get().lower());
            out.bytes(column.bounds().get().upper());
        }
    }

    /**
     * @return the columns of each file, by its path
     * @throws IllegalArgumentException if the bytes are not what {@link #encode} gave, or what a later version gives
     */
    public static Map<String, List<ColumnMetrics>> decode(byte[] bytes) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IllegalArgumentException("no metrics of a form that is known");
        }
        try (ColumnInput in = new ColumnInput(
                new InflaterInputStream(new ByteArrayInputStream(bytes, MAGIC.length, bytes.length - MAGIC.length)))) {
            List<String> paths = in.sortedTexts();
            Map<String, List<ColumnMetrics>> files = new HashMap<>(paths.size() * 2);
            for (String path : paths) {
                List<ColumnMetrics> columns = new ArrayList<>();
                for (long left = in.number(); left > 0; left--) {
                    columns.add(read(in));
                }
                files.put(path, columns);
            }
            in.expectEnd();
            return files;
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException e) {
            throw new IllegalArgumentException("metrics that are damaged: " + e, e);
        }
    }

    private static ColumnMetrics read(ColumnInput in) throws IOException {
        return new ColumnMetrics(
                Math.toIntExact(in.number()),
                in.number(),
                in.number(),
                in.number(),
                in.flag() ? Optional.of(new ValueBounds(in.bytes(), in.bytes())) : Optional.empty());
    }
}
