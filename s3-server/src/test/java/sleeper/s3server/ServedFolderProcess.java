package sleeper.s3server;

import java.nio.file.Path;

/** A served folder as a process of its own, to be killed: prints its endpoint, and ends with its standard input. */
final class ServedFolderProcess {
    private ServedFolderProcess() {}

    public static void main(String[] args) throws Exception {
        try (ServedFolder server = ServedFolder.serve(Path.of(args[0]))) {
            System.out.println(server.endpoint());
            System.in.transferTo(System.err);
        }
    }
}
