package dev.auditflow.check.policy.gatekeeper;

import dev.auditflow.yaml.MapNode;
import java.util.Optional;

/**
 * What constraints may ask about a cluster while one object of it is judged. A boundary: checks themselves know no network.
 * Safe for many threads.
 */
public interface Surroundings {
    /**
     * The objects that templates see as {@code data.inventory}; empty if there are none to be had: constraints whose
     * template asks for them are not asked.
     *
     * @throws Unknown if there are some, and it cannot be said which
     */
    Optional<Inventory> inventory() throws Unknown;

    /** The Namespace object of a name, empty if it is not known. */
    Optional<MapNode> namespace(String name);

    /** Whether the labels of namespaces can be asked for at all. */
    boolean knowsNamespaces();

    /** Whether the cluster's Gatekeeper is told to leave a namespace alone at a place. */
    boolean isExempt(String namespace, EnforcementPoint point);

    /** Nothing is known of any cluster. */
    static Surroundings none() {
        return new Surroundings() {
            @Override
            public Optional<Inventory> inventory() {
                return Optional.empty();
            }

            @Override
            public Optional<MapNode> namespace(String name) {
                return Optional.empty();
            }

            @Override
            public boolean knowsNamespaces() {
                return false;
            }

            @Override
            public boolean isExempt(String namespace, EnforcementPoint point) {
                return false;
            }
        };
    }

    /** It cannot be told what there is; the message is the reason. */
    final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        public Unknown(String message) {
            super(message);
        }
    }
}
