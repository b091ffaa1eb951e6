package sleeper.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.xerial.snappy.Snappy;

/** A function that compresses and decompresses what it is given, by each codec that has a native library. */
public final class CodecProbe implements RequestHandler<String, String> {
    @Override
    public String handleRequest(String text, Context context) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            byte[] zstd = Zstd.decompress(Zstd.compress(bytes), bytes.length);
            byte[] snappy = Snappy.uncompress(Snappy.compress(bytes));
            return new String(zstd, StandardCharsets.UTF_8) + " " + new String(snappy, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
