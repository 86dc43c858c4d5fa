package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import java.util.List;

/** No template reaches the network: names have no address, as in Helm without {@code --enable-dns}. */
final class NetworkFunctions {
    private NetworkFunctions() {}

    static List<Fn> functions() {
        return List.of(new Fn("getHostByName", "func(string) string", (c, a) -> ""));
    }
}
