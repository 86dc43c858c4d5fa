package dev.auditflow.render.template.functions;

import dev.auditflow.host.Resources;
import java.math.BigInteger;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bouncycastle.crypto.params.DSAParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;

/**
 * Keys from primes that lie in a resource. A rendering's keys are made from a seed, so they protect nothing; searching
 * primes for them would cost more than the rest of the rendering.
 */
final class KnownPrimes {
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    private static final int HEX = 16;

    private final List<BigInteger> numbers;

    private KnownPrimes(List<BigInteger> numbers) {
        this.numbers = numbers;
    }

    static KnownPrimes load() {
        return new KnownPrimes(Resources.text(KnownPrimes.class, "known-primes.txt")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> new BigInteger(line, HEX))
                .toList());
    }

    /** A key of a modulus of so many bits, 2,048 or 4,096, of two primes that the generator chooses. */
    RSAPrivateCrtKeyParameters rsa(int bits, RandomGenerator random) {
        List<BigInteger> primes = numbers.subList(0, numbers.size() - 3).stream()
                .filter(number -> number.bitLength() == bits / 2)
                .toList();
        int first = random.nextInt(primes.size());
        int second = (first + 1 + random.nextInt(primes.size() - 1)) % primes.size();
        BigInteger p = primes.get(first).max(primes.get(second));
        BigInteger q = primes.get(first).min(primes.get(second));
        BigInteger p1 = p.subtract(BigInteger.ONE);
        BigInteger q1 = q.subtract(BigInteger.ONE);
        BigInteger exponent = EXPONENT.modInverse(p1.divide(p1.gcd(q1)).multiply(q1));
        BigInteger modulus = p.multiply(q);
        BigInteger inverse = q.modInverse(p);
        // The last argument spares a search for factors of a modulus whose factors are known.
        return new RSAPrivateCrtKeyParameters(
                modulus, EXPONENT, exponent, p, q, exponent.mod(p1), exponent.mod(q1), inverse, true);
    }

    /** The one group of DSA keys. */
    DSAParameters dsa() {
        List<BigInteger> group = numbers.subList(numbers.size() - 3, numbers.size());
        return new DSAParameters(group.get(0), group.get(1), group.get(2));
    }
}
