package sleeper.sort.encode;

import sleeper.sort.codec.PageCompressor;

/** What one thread needs to write files, kept from file to file: contexts and buffers are costly to make. */
public final class EncodeTools implements AutoCloseable {
    private final PageCompressor compressor;
    private final ColumnChunkWriter chunks;

    public EncodeTools(WriteSettings settings) {
        compressor = new PageCompressor(settings.codec(), settings.compressionLevel());
        chunks = new ColumnChunkWriter(settings, compressor);
    }

    ColumnChunkWriter chunks() {
        return chunks;
    }

    @Override
    public void close() {
        compressor.close();
    }
}
