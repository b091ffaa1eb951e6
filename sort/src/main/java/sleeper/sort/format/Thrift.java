package sleeper.sort.format;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InterningProtocol;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/**
 * Reads the format's structures. Lists and texts in them declare their sizes, for which memory is taken before they are read;
 * here none may declare more than there are bytes.
 */
public final class Thrift {
    static {
        // What the format does not know is passed over, to any depth and by recursion if nobody says otherwise.
        TProtocolUtil.setMaxSkipDepth(FormatLimits.DEPTH);
    }

    private Thrift() {}

    /** @throws IOException if the bytes are no footer */
    static FileMetaData fileMetaData(InputStream from) throws IOException {
        return read(new FileMetaData(), from);
    }

    /** Reads a page header, and the stream no further. @throws IOException if the bytes are none */
    public static PageHeader pageHeader(InputStream from) throws IOException {
        return read(new PageHeader(), from);
    }

    /** @throws IOException if the bytes are no offset index */
    public static OffsetIndex offsetIndex(InputStream from) throws IOException {
        return read(new OffsetIndex(), from);
    }

    /** @throws IOException if the bytes are no column index */
    public static ColumnIndex columnIndex(InputStream from) throws IOException {
        return read(new ColumnIndex(), from);
    }

    private static <T extends TBase<?, ?>> T read(T structure, InputStream from) throws IOException {
        try {
            TConfiguration bounds = TConfiguration.custom()
                    .setMaxMessageSize(Math.max(1, from.available()))
                    .build();
            structure.read(new InterningProtocol(new TCompactProtocol(new TIOStreamTransport(bounds, from))));
            return structure;
        } catch (TException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
