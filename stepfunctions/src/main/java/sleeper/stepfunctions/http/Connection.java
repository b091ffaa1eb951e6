package sleeper.stepfunctions.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sleeper.stepfunctions.http.Patience.Stage;
import sleeper.stepfunctions.http.Refusal.Reason;

/** Serves one client, request after request, on the thread that runs it. */
final class Connection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int GLANCE_BYTES = 1024;

    private final Socket socket;
    private final Patience patience;
    private final Bounds bounds;
    private final RequestGuard guard;
    private final HttpService service;

    Connection(Socket socket, Patience patience, Bounds bounds, RequestGuard guard, HttpService service) {
        this.socket = socket;
        this.patience = patience;
        this.bounds = bounds;
        this.guard = guard;
        this.service = service;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (awaitRequest(in)) {
                if (!serve(in)) {
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("A client has gone, or was not waited for any longer", e);
        } finally {
            patience.done();
        }
    }

    /** @return whether a request begins; otherwise the client has closed, or was idle for too long */
    private boolean awaitRequest(InputStream in) throws IOException {
        if (!patience.await(Stage.IDLE, bounds.idle())) {
            return false;
        }
        in.mark(1);
        boolean begins = in.read() >= 0;
        in.reset();
        return begins;
    }

    /** @return whether another request may follow */
    private boolean serve(InputStream in) throws IOException {
        Optional<RequestHead> head = Optional.empty();
        try {
            if (!patience.await(Stage.READING, bounds.head())) {
                return false;
            }
            RequestHead request = HeadReader.read(in, bounds.headBytes());
            head = Optional.of(request);
            BodyReader body = BodyReader.of(request, in, bounds.bodyBytes());
            Optional<Refusal> refusal = guard.refuse(request);
            if (refusal.isPresent()) {
                refuse(in, head, refusal.get());
                return false;
            }
            return answer(in, request, read(request, body));
        } catch (RefusedRequestException e) {
            refuse(in, head, e.refusal());
        } catch (EOFException e) {
            if (patience.isLate()) {
                refuse(in, head, tooSlow());
            }
        }
        return false;
    }

    private Refusal tooSlow() {
        return new Refusal(
                Reason.TOO_SLOW,
                "The request did not come to its end in time: its head may take "
                        + bounds.head().toSeconds() + " s and its body "
                        + bounds.body().toSeconds() + " s. Send it again.");
    }

    private byte[] read(RequestHead request, BodyReader body) throws IOException, RefusedRequestException {
        body.refuseIfTooLarge();
        boolean open = patience.await(Stage.READING, bounds.body());
        if (open && body.isPresent() && request.all("Expect").stream().anyMatch("100-continue"::equalsIgnoreCase)) {
            socket.getOutputStream().write(CONTINUE);
        }
        return body.read();
    }

    private boolean answer(InputStream in, RequestHead request, byte[] body) throws IOException {
        if (!patience.answer()) {
            return false;
        }
        HttpAnswer answer;
        try (Presence client = new Presence(socket, in)) {
            answer = service.answer(request, body, client::isThere);
        }
        if (answer.pieces().isPresent()) {
            stream(in, answer, answer.pieces().get());
            return false;
        }
        boolean open = patience.await(Stage.WRITING, bounds.answer());
        if (open) {
            socket.getOutputStream().write(AnswerHead.of(answer, request.keepsAlive()));
            if (!isHead(request)) {
                socket.getOutputStream().write(answer.body());
            }
        }
        return open && request.keepsAlive();
    }

    private static boolean isHead(RequestHead request) {
        return request.method().equals("HEAD");
    }

    /** Between two pieces it is the service that is awaited, so that a client that waits for news is not cut off. */
    private void stream(InputStream in, HttpAnswer answer, Pieces body) throws IOException {
        try (Pieces pieces = body) {
            byte[] piece = AnswerHead.of(answer, false);
            while (patience.await(Stage.WRITING, bounds.answer())) {
                socket.getOutputStream().write(piece);
                Optional<byte[]> next = next(in, pieces);
                if (next.isEmpty()) {
                    return;
                }
                piece = next.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return the next piece that has something in it; empty if there is none, or nobody is there to read it */
    private Optional<byte[]> next(InputStream in, Pieces pieces) throws IOException, InterruptedException {
        if (!patience.answer()) {
            return Optional.empty();
        }
        Optional<byte[]> next = pieces.next();
        while (next.isPresent() && next.get().length == 0) {
            if (patience.isLast() || hasGone(in)) {
                return Optional.empty();
            }
            next = pieces.next();
        }
        return next;
    }

    /** A client that reads a stream sends nothing more; what it sends all the same is thrown away. */
    private boolean hasGone(InputStream in) throws IOException {
        socket.setSoTimeout(Presence.GLANCE_MILLIS);
        try {
            return in.read(new byte[GLANCE_BYTES]) < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Says why, and lets the client read it: what it still sends is thrown away, since closing now could take the answer with it. */
    private void refuse(InputStream in, Optional<RequestHead> head, Refusal refusal) throws IOException {
        if (!patience.await(Stage.WRITING, bounds.answer())) {
            return;
        }
        HttpAnswer answer = service.refuse(head, refusal);
        socket.getOutputStream().write(AnswerHead.of(answer, false));
        if (head.filter(Connection::isHead).isEmpty()) {
            socket.getOutputStream().write(answer.body());
        }
        socket.shutdownOutput();
        if (patience.await(Stage.READING, bounds.body())) {
            in.skipNBytes(bounds.bodyBytes());
        }
    }
}
