package dev.auditflow.render.template.functions;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Draws from the rendering's seed where libraries want a {@link SecureRandom}: equal renderings need equal keys. */
@SuppressWarnings("serial")
final class SeededRandom extends SecureRandom {
    private final transient RandomGenerator source;

    SeededRandom(RandomGenerator source) {
        super(null, null);
        this.source = source;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
