package sleeper.sort.host;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import sleeper.core.job.InputFile;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.decode.InputReader;
import sleeper.sort.extent.ExtentCodec;
import sleeper.sort.extent.Partitioner;
import sleeper.sort.input.InputRowGroup;
import sleeper.sort.input.InputSource;

/** The first half of a sort as a process of its own: reads files and sends the extents of their rows. */
public final class MapMain {
    private static final int BATCH_ROWS = 300;

    private MapMain() {}

    /** @param args seed and folder of a {@link RandomJob}, and the file that extents are sent to */
    public static void main(String[] args) throws IOException {
        RandomJob job = new RandomJob(Long.parseLong(args[0]), Path.of(args[1]));
        ExtentCodec codec = new ExtentCodec(job.layout());
        Partitioner partitioner = new Partitioner(job.layout(), job.tree(), BATCH_ROWS, 1 << 20);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(args[2])));
                PageDecompressor decompressor = new PageDecompressor()) {
            for (InputFile input : job.inputs()) {
                try (InputSource source = InputSource.open(job.store(), input, job.layout())) {
                    for (InputRowGroup group : source.rowGroups()) {
                        InputReader reader = source.reader(group.index(), decompressor, 1 << 16);
                        while (reader.read(partitioner.batch(), partitioner.maxRows(), partitioner.maxBytes())) {
                            partitioner.takeExtents(extent -> codec.write(extent, out));
                        }
                        partitioner.takeExtents(extent -> codec.write(extent, out));
                    }
                }
            }
        }
    }
}
