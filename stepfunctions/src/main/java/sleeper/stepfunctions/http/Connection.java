package sleeper.stepfunctions.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
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

    private final Socket socket;
    private final Patience patience;
    private final Bounds bounds;
    private final Guard guard;
    private final HttpService service;

    Connection(Socket socket, Patience patience, Bounds bounds, Guard guard, HttpService service) {
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
            return answer(request, read(request, body));
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

    private boolean answer(RequestHead request, byte[] body) throws IOException {
        if (!patience.answer()) {
            return false;
        }
        HttpAnswer answer = service.answer(request, body);
        boolean open = patience.await(Stage.WRITING, bounds.answer());
        if (open) {
            socket.getOutputStream().write(AnswerHead.of(answer, request.keepsAlive()));
            socket.getOutputStream().write(answer.body());
        }
        return open && request.keepsAlive();
    }

    /** Says why, and lets the client read it: what it still sends is thrown away, since closing now could take the answer with it. */
    private void refuse(InputStream in, Optional<RequestHead> head, Refusal refusal) throws IOException {
        if (!patience.await(Stage.WRITING, bounds.answer())) {
            return;
        }
        HttpAnswer answer = service.refuse(head, refusal);
        socket.getOutputStream().write(AnswerHead.of(answer, false));
        if (head.map(request -> !request.method().equals("HEAD")).orElse(true)) {
            socket.getOutputStream().write(answer.body());
        }
        socket.shutdownOutput();
        if (patience.await(Stage.READING, bounds.body())) {
            in.skipNBytes(bounds.bodyBytes());
        }
    }
}
