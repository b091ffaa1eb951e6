package sleeper.sort.format;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.InterningProtocol;
import org.apache.parquet.format.PageHeader;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TProtocol;
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
        FileMetaData metaData = new FileMetaData();
        try {
            metaData.read(protocol(from));
        } catch (TException e) {
            throw new IOException(e.getMessage(), e);
        }
        return metaData;
    }

    /** Reads a page header, and the stream no further. @throws IOException if the bytes are none */
    public static PageHeader pageHeader(InputStream from) throws IOException {
        PageHeader header = new PageHeader();
        try {
            header.read(protocol(from));
        } catch (TException e) {
            throw new IOException(e.getMessage(), e);
        }
        return header;
    }

    private static TProtocol protocol(InputStream from) throws IOException, TException {
        TConfiguration bounds = TConfiguration.custom()
                .setMaxMessageSize(Math.max(1, from.available()))
                .build();
        return new InterningProtocol(new TCompactProtocol(new TIOStreamTransport(bounds, from)));
    }
}
