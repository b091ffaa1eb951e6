package sleeper.sort.encode;

import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import sleeper.sort.codec.PageCompressor;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.Vector;
import sleeper.sort.schema.LeafColumn;

/** Writes column chunks: chooses the encoding, cuts pages, compresses them, and keeps statistics and indexes. For one thread. */
final class ColumnChunkWriter {
    private final WriteSettings settings;
    private final PageCompressor compressor;
    private final PageEncoder encoder = new PageEncoder();
    private final ByteSink body = new ByteSink();
    private final ByteSink header = new ByteSink();
    private final CRC32 crc = new CRC32();
    private final Map<LeafColumn, PageValues> pages = new HashMap<>();

    ColumnChunkWriter(WriteSettings settings, PageCompressor compressor) {
        this.settings = settings;
        this.compressor = compressor;
    }

    /** A chunk that was written. */
    record Written(ColumnMetaData metaData, PageIndexBuilder index) {}

    /** State of the chunk being written. */
    private static final class Chunk {
        final LeafColumn column;
        final HashedOutput out;
        final PageIndexBuilder index;
        final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
        final Map<Encoding, Integer> dataPages = new EnumMap<>(Encoding.class);
        final ColumnMetaData metaData = new ColumnMetaData();
        Bounds bounds;
        long entries;
        long nulls;
        long uncompressedBytes;
        final long start;

        Chunk(LeafColumn column, HashedOutput out) {
            this.column = column;
            this.out = out;
            this.index = new PageIndexBuilder(column.type());
            this.start = out.position();
        }
    }

    /** Writes rows {@code order[from]} to {@code order[to - 1]} of a column. */
    Written write(LeafColumn column, Vector source, int[] order, int from, int to, HashedOutput out)
            throws IOException {
        Chunk chunk = new Chunk(column, out);
        DictionaryBuilder dictionary = null;
        IntVector codes = null;
        boolean plain = settings.encodings() == WriteSettings.Encodings.PLAIN;
        if (!plain && EncodingChoice.mayUseDictionary(column, source, order, from, to)) {
            dictionary = new DictionaryBuilder(source, settings.dictionaryBytes(), Math.max(1, (to - from) / 2));
            codes = codes(dictionary, source, order, from, to);
        }
        if (codes != null) {
            writeDictionary(chunk, dictionary);
        }
        chunk.metaData.setData_page_offset(out.position());
        EncodingChoice.Kind kind =
                plain ? EncodingChoice.Kind.PLAIN : EncodingChoice.withoutDictionary(column, source, order, from, to);
        PageValues page = codes == null ? pageOf(column) : PageValues.ofCodes(column);
        for (int at = from; at < to; ) {
            page.clear();
            body.clear();
            at = PageGather.gather(column, codes == null ? source : codes, order, at, to, settings.pageBytes(), page);
            encoder.levels(column, page, body);
            Encoding encoding;
            Bounds bounds;
            if (codes == null) {
                encoding = encoder.values(column, page.values(), kind, body);
                bounds = Bounds.of(column.type(), page.values());
            } else {
                encoding = Encoding.RLE_DICTIONARY;
                encoder.indexes((IntVector) page.values(), dictionary.size(), body);
                bounds = dictionary.boundsOf((IntVector) page.values(), column.type());
            }
            writeDataPage(chunk, page, encoding, bounds);
        }
        return finish(chunk);
    }

    /** Kept from chunk to chunk, with the room they have grown to. */
    private PageValues pageOf(LeafColumn column) {
        return pages.computeIfAbsent(column, PageValues::new);
    }

    /** @return for each row its value's number in the dictionary; null if the values are too many */
    private static IntVector codes(DictionaryBuilder dictionary, Vector source, int[] order, int from, int to) {
        IntVector codes = new IntVector();
        codes.grow(source.size());
        for (int i = from; i < to; i++) {
            int row = order[i];
            if (!source.isNull(row)) {
                int code = dictionary.indexOf(row);
                if (code < 0) {
                    return null;
                }
                codes.values()[row] = code;
            }
        }
        if (source.defined() != null) {
            codes.markDefined(0, source.defined(), 0, source.size());
        }
        return codes;
    }

    private void writeDictionary(Chunk chunk, DictionaryBuilder dictionary) throws IOException {
        body.clear();
        encoder.plain(chunk.column.type().physical(), dictionary.values(), body);
        chunk.metaData.setDictionary_page_offset(chunk.out.position());
        chunk.encodings.add(Encoding.PLAIN);
        PageHeader page = new PageHeader(PageType.DICTIONARY_PAGE, body.size(), 0);
        page.setDictionary_page_header(new DictionaryPageHeader(dictionary.size(), Encoding.PLAIN));
        writePage(chunk, page);
    }

    private void writeDataPage(Chunk chunk, PageValues values, Encoding encoding, Bounds bounds) throws IOException {
        long offset = chunk.out.position();
        chunk.encodings.add(encoding);
        chunk.dataPages.merge(encoding, 1, Integer::sum);
        PageHeader page = new PageHeader(PageType.DATA_PAGE, body.size(), 0);
        page.setData_page_header(new DataPageHeader(values.entries(), encoding, Encoding.RLE, Encoding.RLE));
        writePage(chunk, page);
        chunk.index.add(offset, (int) (chunk.out.position() - offset), values, bounds);
        chunk.entries += values.entries();
        chunk.nulls += values.nulls();
        if (values.values().size() > 0) {
            chunk.bounds = chunk.bounds == null ? bounds : chunk.bounds.and(bounds, chunk.column.type());
        }
    }

    private void writePage(Chunk chunk, PageHeader page) throws IOException {
        int compressed = compressor.compress(body.data(), body.size());
        crc.reset();
        crc.update(compressor.buffer(), 0, compressed);
        page.setCompressed_page_size(compressed);
        page.setCrc((int) crc.getValue());
        header.clear();
        Util.writePageHeader(page, header);
        chunk.out.write(header.data(), 0, header.size());
        chunk.out.write(compressor.buffer(), 0, compressed);
        chunk.uncompressedBytes += header.size() + body.size();
    }

    private Written finish(Chunk chunk) {
        LeafColumn column = chunk.column;
        if (column.maxDefinition() > 0 || column.maxRepetition() > 0) {
            chunk.encodings.add(Encoding.RLE);
        }
        ColumnMetaData metaData = chunk.metaData
                .setType(column.type().physical())
                .setEncodings(List.copyOf(chunk.encodings))
                .setPath_in_schema(column.path())
                .setCodec(compressor.codec())
                .setNum_values(chunk.entries)
                .setTotal_uncompressed_size(chunk.uncompressedBytes)
                .setTotal_compressed_size(chunk.out.position() - chunk.start);
        metaData.setStatistics(statistics(chunk));
        if (metaData.isSetDictionary_page_offset()) {
            metaData.addToEncoding_stats(new PageEncodingStats(PageType.DICTIONARY_PAGE, Encoding.PLAIN, 1));
        }
        chunk.dataPages.forEach((encoding, pages) ->
                metaData.addToEncoding_stats(new PageEncodingStats(PageType.DATA_PAGE, encoding, pages)));
        return new Written(metaData, chunk.index);
    }

    private static Statistics statistics(Chunk chunk) {
        Statistics statistics = new Statistics();
        statistics.setNull_count(chunk.nulls);
        if (chunk.bounds != null && chunk.bounds.isKnown()) {
            byte[] min = BoundCut.lower(chunk.bounds.min());
            byte[] max = BoundCut.upper(chunk.bounds.max());
            statistics.setMin_value(min).setIs_min_value_exact(min.length == chunk.bounds.min().length);
            statistics.setMax_value(max).setIs_max_value_exact(max.length == chunk.bounds.max().length);
        }
        return statistics;
    }
}
