package sleeper.local.task.eks.kubelet;

import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How pods reach the API server.
 *
 * @param address     where it is on this machine
 * @param certificate file with the certificate that they trust
 * @param token       by which it knows a service account, of its user's name
 */
public record ApiAccess(Supplier<String> address, Path certificate, Function<String, String> token) {}
