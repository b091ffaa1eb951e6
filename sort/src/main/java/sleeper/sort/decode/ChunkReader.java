package sleeper.sort.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import sleeper.core.error.ErrorCode;
import sleeper.core.util.FailureWords;
import sleeper.sort.codec.PageDecompressor;
import sleeper.sort.column.Bytes;
import sleeper.sort.column.BytesVector;
import sleeper.sort.column.IntVector;
import sleeper.sort.column.LongVector;
import sleeper.sort.column.Vector;
import sleeper.sort.fault.BadInputException;
import sleeper.sort.format.Footer;
import sleeper.sort.format.FormatLimits;
import sleeper.sort.format.ParquetNode;
import sleeper.sort.format.Thrift;

/**
 * Walks the pages of a column chunk: parses each header, bounds its sizes, verifies its checksum where there is one,
 * decompresses it, and sets up decoders of its levels and values. For one thread.
 */
final class ChunkReader {
    private static final int FIRST_HEADER_BYTES = 4 << 10;
    /** Most values in a page: runs and zeros take next to no bytes, so that a page's size says nothing of them. */
    private static final int MAX_PAGE_VALUES = 64 << 20;

    /** Of nested columns, whose levels are held for the whole page. */
    private static final int MAX_NESTED_PAGE_VALUES = 16 << 20;

    /** What parquet-java before 1.18 has for the nulls of a version 2 page if it is to keep no statistics. */
    private static final int UNKNOWN_NULLS = -1;

    private final ChunkWindow window;
    private final ParquetNode leaf;
    private final CompressionCodec codec;
    private final PageDecompressor decompressor;
    private final PageSums sums;
    private final Page page = new Page();
    private final long dictionaryOffset;
    private final Set<Encoding> declaredEncodings;
    private long valuesLeft;
    private boolean partial;
    private byte[] uncompressed = new byte[0];
    private Dictionary dictionary;

    /** @param sums verifies the pages of the row group, these among them */
    ChunkReader(
            ReadAhead reading, ColumnMetaData chunk, ParquetNode leaf, PageDecompressor decompressor, PageSums sums) {
        this.window = new ChunkWindow(reading, Footer.startOf(chunk), chunk.getTotal_compressed_size());
        this.leaf = leaf;
        this.codec = chunk.getCodec();
        this.decompressor = decompressor;
        this.sums = sums;
        this.valuesLeft = chunk.getNum_values();
        this.declaredEncodings = declaredEncodings(chunk);
        this.dictionaryOffset = chunk.isSetDictionary_page_offset() ? chunk.getDictionary_page_offset() : 0;
        if (!PageDecompressor.knows(codec)) {
            throw new BadInputException(
                    ErrorCode.COMPRESSION_NOT_READ, "pages compressed by " + codec, PageDecompressor.known());
        }
    }

    private static Set<Encoding> declaredEncodings(ColumnMetaData chunk) {
        if (!chunk.isSetEncoding_stats()) {
            return Set.of();
        }
        return chunk.getEncoding_stats().stream()
                .filter(stats ->
                        stats.getPage_type() == PageType.DATA_PAGE || stats.getPage_type() == PageType.DATA_PAGE_V2)
                .filter(stats -> stats.getEncoding() != null)
                .map(PageEncodingStats::getEncoding)
                .collect(Collectors.toSet());
    }

    Page page() {
        return page;
    }

    /** @return whether all values that the footer counts were taken */
    boolean isAtEnd() {
        return page.left() == 0 && (valuesLeft == 0 || (partial && window.remaining() == 0));
    }

    /**
     * Goes to a data page, past those before it but for the dictionary. How many values are left is not known from then on, so
     * that the end of the chunk ends them.
     */
    void seek(long pageOffset) throws IOException {
        partial = true;
        if (dictionaryOffset > 0 && pageOffset != dictionaryOffset) {
            read(header());
        }
        window.seek(pageOffset);
    }

    /** Goes to the next data page that has values. @throws BadInputException if the chunk has no more */
    void nextPage() throws IOException {
        expectPageEnd();
        do {
            if (window.remaining() == 0) {
                throw BadInputException.corrupt(
                        "a column chunk whose pages end " + valuesLeft + " values early", "as many as its footer says");
            }
            read(header());
        } while (page.left() == 0);
    }

    /** To be called when a page's values were all taken. @throws BadInputException if it holds more than them */
    void expectPageEnd() {
        if (page.values != null) {
            page.values.expectEnd();
        }
    }

    private PageHeader header() throws IOException {
        int length = FIRST_HEADER_BYTES;
        while (true) {
            int available = (int) Math.min(window.remaining(), length);
            window.need(available);
            ByteArrayInputStream in = new ByteArrayInputStream(window.buffer(), window.position(), available);
            try {
                PageHeader header = Thrift.pageHeader(in);
                window.take(available - in.available());
                return header;
            } catch (IOException | RuntimeException e) {
                boolean cutShort = available == length && length < FormatLimits.PAGE_HEADER_BYTES;
                if (!cutShort) {
                    throw BadInputException.corrupt(
                            "a page header that cannot be parsed (" + FailureWords.of(e) + ")", "");
                }
                length *= 8;
            }
        }
    }

    private void read(PageHeader header) throws IOException {
        int compressed = header.getCompressed_page_size();
        int size = header.getUncompressed_page_size();
        if (compressed < 0 || size < 0) {
            throw BadInputException.corrupt("a page of " + compressed + " bytes, uncompressed " + size, "");
        }
        if (size > FormatLimits.PAGE_BYTES || compressed > FormatLimits.PAGE_BYTES) {
            throw BadInputException.limit(
                    "a page of " + compressed + " bytes, uncompressed " + size, "at most " + FormatLimits.PAGE_BYTES);
        }
        window.need(compressed);
        sums.verify(header, window.buffer(), window.position());
        if (header.getType() == PageType.DATA_PAGE && header.isSetData_page_header()) {
            readV1(header.getData_page_header(), compressed, size);
        } else if (header.getType() == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()) {
            readV2(header.getData_page_header_v2(), compressed, size);
        } else if (header.getType() == PageType.DICTIONARY_PAGE && header.isSetDictionary_page_header()) {
            readDictionary(header.getDictionary_page_header(), compressed, size);
        } else if (header.getType() != PageType.INDEX_PAGE) {
            throw BadInputException.corrupt("a page of type " + header.getType(), "data and dictionary pages");
        }
        window.take(compressed);
    }

    /** Puts a page's bytes where they can be decoded: where they lie if they are not compressed. */
    private int uncompress(boolean isCompressed, int skipped, int compressed, int size) {
        int start = window.position() + skipped;
        if (!isCompressed || codec == CompressionCodec.UNCOMPRESSED) {
            if (compressed != size) {
                throw BadInputException.corrupt(
                        "an uncompressed page of " + compressed + " bytes that declares " + size, "equal sizes");
            }
            current = window.buffer();
            return start;
        }
        if (uncompressed.length < size + Bytes.SLACK) {
            uncompressed = new byte[size + size / 8 + Bytes.SLACK];
        }
        if (size > 0 || compressed > 0) {
            decompressor.decompress(codec, window.buffer(), start, compressed, uncompressed, 0, size);
        }
        current = uncompressed;
        return 0;
    }

    private byte[] current = uncompressed;

    private void readV1(DataPageHeader header, int compressed, int size) {
        startPage(header.getNum_values());
        int from = uncompress(true, 0, compressed, size);
        LevelReader levels = new LevelReader(current, from, from + size);
        page.repetitions = levels.v1(leaf.maxRepetition(), header.getRepetition_level_encoding(), page.valueCount, 0);
        page.definitions = levels.v1(
                leaf.maxDefinition(), header.getDefinition_level_encoding(), page.valueCount, leaf.maxDefinition());
        page.values = decoder(header.getEncoding(), levels.position(), from + size);
    }

    /** @return bytes that a page without values may have for them: a dictionary's indexes begin with their width */
    private static int emptyBytes(Encoding encoding) {
        return encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY ? 1 : 0;
    }

    private void readV2(DataPageHeaderV2 header, int compressed, int size) {
        startPage(header.getNum_values());
        int repetitionBytes = header.getRepetition_levels_byte_length();
        int definitionBytes = header.getDefinition_levels_byte_length();
        long levelBytes = (long) repetitionBytes + definitionBytes;
        if (repetitionBytes < 0 || definitionBytes < 0 || levelBytes > compressed || levelBytes > size) {
            throw BadInputException.corrupt("levels of " + levelBytes + " bytes in a page of " + compressed, "");
        }
        int start = window.position();
        LevelReader levels = new LevelReader(window.buffer(), start, start + (int) levelBytes);
        page.repetitions = levels.v2(leaf.maxRepetition(), repetitionBytes, page.valueCount, 0);
        page.definitions = levels.v2(leaf.maxDefinition(), definitionBytes, page.valueCount, leaf.maxDefinition());
        int valueBytes = size - (int) levelBytes;
        int nulls = page.valueCount - page.definedCount(leaf.maxDefinition());
        // Arrow Go counts no nulls in a column of nothing else. Where there are no values, the levels are believed.
        boolean uncounted = header.getNum_nulls() == 0
                && nulls == page.valueCount
                && valueBytes <= emptyBytes(header.getEncoding());
        if (header.getNum_nulls() != UNKNOWN_NULLS && nulls != header.getNum_nulls() && !uncounted) {
            throw BadInputException.corrupt(
                    "a page with " + nulls + " nulls", header.getNum_nulls() + ", as its header says");
        }
        boolean isCompressed = !header.isSetIs_compressed() || header.isIs_compressed();
        int from = uncompress(isCompressed, (int) levelBytes, compressed - (int) levelBytes, valueBytes);
        page.values = decoder(header.getEncoding(), from, from + valueBytes);
    }

    private void startPage(int values) {
        if (values < 0 || values > valuesLeft) {
            throw BadInputException.corrupt("a page of " + values + " values", "at most " + valuesLeft);
        }
        int most = leaf.maxRepetition() > 0 ? MAX_NESTED_PAGE_VALUES : MAX_PAGE_VALUES;
        if (values > most) {
            throw BadInputException.limit("a page of " + values + " values", "at most " + most);
        }
        valuesLeft -= values;
        page.valueCount = values;
        page.position = 0;
    }

    private ValueDecoder decoder(Encoding encoding, int from, int end) {
        if (encoding == null) {
            throw BadInputException.corrupt("a page of an unknown encoding", "an encoding of the format");
        }
        // A page's checksum does not cover its header, so that the footer is asked, where it tells.
        if (!declaredEncodings.isEmpty() && !declaredEncodings.contains(encoding)) {
            throw BadInputException.corrupt(
                    "a page in encoding " + encoding, declaredEncodings + ", as the footer says");
        }
        int width = fixedWidth();
        return switch (encoding) {
            case PLAIN ->
                new PlainDecoder(current, from, end, leaf.type(), leaf.element().getType_length());
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
                if (dictionary == null) {
                    throw BadInputException.corrupt("a dictionary-encoded page without a dictionary", "");
                }
                yield dictionary.decoder(current, from, end);
            }
            case DELTA_BINARY_PACKED -> {
                require(leaf.type() == Type.INT32 || leaf.type() == Type.INT64, encoding);
                yield new DeltaReader(current, from, end);
            }
            case DELTA_LENGTH_BYTE_ARRAY -> {
                require(leaf.type() == Type.BYTE_ARRAY, encoding);
                yield new DeltaBytesDecoder(encoding, current, from, end, page.valueCount);
            }
            case DELTA_BYTE_ARRAY -> {
                require(leaf.type() == Type.BYTE_ARRAY || leaf.type() == Type.FIXED_LEN_BYTE_ARRAY, encoding);
                yield new DeltaBytesDecoder(encoding, current, from, end, page.valueCount);
            }
            case BYTE_STREAM_SPLIT -> {
                require(width > 0, encoding);
                yield new ByteStreamSplitDecoder(current, from, end, width, page.definedCount(leaf.maxDefinition()));
            }
            case RLE -> {
                require(leaf.type() == Type.BOOLEAN, encoding);
                yield new RleBooleanDecoder(current, from, end);
            }
            default -> throw BadInputException.corrupt("values in encoding " + encoding, "an encoding for values");
        };
    }

    private int fixedWidth() {
        return switch (leaf.type()) {
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case FIXED_LEN_BYTE_ARRAY -> leaf.element().getType_length();
            default -> 0;
        };
    }

    private void require(boolean fits, Encoding encoding) {
        if (!fits) {
            throw BadInputException.corrupt(
                    "encoding " + encoding + " of " + leaf.type() + " values", "an encoding for that type");
        }
    }

    private void readDictionary(DictionaryPageHeader header, int compressed, int size) {
        int count = header.getNum_values();
        boolean plain = header.getEncoding() == Encoding.PLAIN || header.getEncoding() == Encoding.PLAIN_DICTIONARY;
        if (count < 0 || !plain || dictionary != null || leaf.type() == Type.BOOLEAN) {
            throw BadInputException.corrupt(
                    "a dictionary of " + count + " values in encoding " + header.getEncoding()
                            + (dictionary == null ? "" : " after another"),
                    "one dictionary, PLAIN");
        }
        // The least value takes 4 bytes, its length if nothing else, so that the page bounds the count.
        if (count > size / Math.max(1, Math.min(4, fixedWidth() == 0 ? 4 : fixedWidth()))) {
            throw BadInputException.corrupt("a dictionary of " + count + " values in " + size + " bytes", "");
        }
        int from = uncompress(true, 0, compressed, size);
        PlainDecoder plainValues = new PlainDecoder(
                current, from, from + size, leaf.type(), leaf.element().getType_length());
        dictionary = new Dictionary(decode(plainValues, count));
        page.valueCount = 0;
        page.position = 0;
    }

    private Vector decode(PlainDecoder values, int count) {
        switch (leaf.type()) {
            case INT32, FLOAT -> {
                IntVector ints = new IntVector();
                ints.grow(count);
                values.ints(ints.values(), 0, count);
                return ints;
            }
            case INT64, DOUBLE -> {
                LongVector longs = new LongVector();
                longs.grow(count);
                values.longs(longs.values(), 0, count);
                return longs;
            }
            default -> {
                BytesVector bytes = new BytesVector();
                values.bytes(bytes, count);
                return bytes;
            }
        }
    }
}
