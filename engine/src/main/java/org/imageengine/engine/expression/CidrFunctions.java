package org.imageengine.engine.expression;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imageengine.engine.text.Value;

/** Functions of IP networks in CIDR notation, of version 4 and 6. */
final class CidrFunctions {

  private CidrFunctions() {}

  static void register(Map<String, TemplateFunction> all) {
    all.put("parseCidr", CidrFunctions::parseCidr);
    all.put("cidrSubnet", CidrFunctions::cidrSubnet);
    all.put("cidrHost", CidrFunctions::cidrHost);
  }

  private static Value parseCidr(FunctionCall call) {
    call.arity(1, 1);
    Network network = network(call);
    Map<String, Value.Member> members = new LinkedHashMap<>();
    put(call, members, "network", network.text(network.first()));
    put(call, members, "netmask", network.text(network.mask()));
    if (network.isOld()) {
      put(call, members, "broadcast", network.text(network.last()));
    }
    put(call, members, "firstUsable", network.text(network.firstUsable()));
    put(call, members, "lastUsable", network.text(network.lastUsable()));
    members.put("cidr", call.member(call.number(network.prefix())));
    return call.object(members);
  }

  private static void put(
      FunctionCall call, Map<String, Value.Member> members, String name, String text) {
    members.put(name, call.member(call.string(text)));
  }

  private static Value cidrSubnet(FunctionCall call) {
    call.arity(3, 3);
    Network network = network(call);
    long prefix = call.whole(1);
    BigInteger index = BigInteger.valueOf(call.whole(2));
    if (prefix < network.prefix() || prefix > network.bits()) {
      throw call.failure(
          String.format(
              "The prefix length of the subnet must be between %d and %d, this is %d.",
              network.prefix(), network.bits(), prefix));
    }
    BigInteger subnets = BigInteger.ONE.shiftLeft((int) prefix - network.prefix());
    if (index.signum() < 0 || index.compareTo(subnets) >= 0) {
      throw call.failure(
          String.format(
              "The network %s has %d subnets of prefix length %d, there is none of index %d.",
              call.text(0), subnets, prefix, index));
    }
    BigInteger offset = index.shiftLeft(network.bits() - (int) prefix);
    return call.string(network.text(network.first().add(offset)) + "/" + prefix);
  }

  private static Value cidrHost(FunctionCall call) {
    call.arity(2, 2);
    Network network = network(call);
    BigInteger index = BigInteger.valueOf(call.whole(1));
    BigInteger host = network.first().add(BigInteger.ONE).add(index);
    BigInteger last = network.isOld() ? network.last().subtract(BigInteger.ONE) : network.last();
    if (index.signum() < 0 || host.compareTo(last) > 0) {
      throw call.failure(
          "The network " + call.text(0) + " has no usable address of index " + index + ".");
    }
    return call.string(network.text(host));
  }

  private static Network network(FunctionCall call) {
    return Network.parse(call.text(0))
        .orElseThrow(
            () ->
                call.failure(
                    "'"
                        + call.text(0)
                        + "' is not a network in CIDR notation, such as 10.0.0.0/16."));
  }

  /**
   * A network.
   *
   * @param bits how many an address has: 32 or 128
   */
  private record Network(BigInteger first, int prefix, int bits) {
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");
    private static final Pattern OCTET = Pattern.compile("0|[1-9]\\d{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int GROUPS = 8;
    private static final int LONGEST = 64;

    /** Bits of the host may be set, they are taken as 0. */
    static Optional<Network> parse(String text) {
      int slash = text.indexOf('/');
      if (text.length() > LONGEST
          || slash < 0
          || !PREFIX.matcher(text.substring(slash + 1)).matches()) {
        return Optional.empty();
      }
      String address = text.substring(0, slash);
      int bits = address.contains(":") ? 128 : 32;
      int prefix = Integer.parseInt(text.substring(slash + 1));
      return (bits == 32 ? oldAddress(address) : newAddress(address))
          .filter(any -> prefix <= bits)
          .map(number -> new Network(number.and(mask(prefix, bits)), prefix, bits));
    }

    private static Optional<BigInteger> oldAddress(String text) {
      String[] octets = text.split("\\.", -1);
      if (octets.length != 4) {
        return Optional.empty();
      }
      long number = 0;
      for (String octet : octets) {
        if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
          return Optional.empty();
        }
        number = number << 8 | Integer.parseInt(octet);
      }
      return Optional.of(BigInteger.valueOf(number));
    }

    private static Optional<BigInteger> newAddress(String text) {
      int gap = text.indexOf("::");
      if (gap < 0) {
        return groups(text).filter(all -> all.size() == GROUPS).map(Network::number);
      }
      Optional<List<Integer>> front = groups(text.substring(0, gap));
      Optional<List<Integer>> back = groups(text.substring(gap + 2));
      if (front.isEmpty() || back.isEmpty() || text.lastIndexOf('.', gap) >= 0) {
        return Optional.empty();
      }
      int missing = GROUPS - front.get().size() - back.get().size();
      if (missing < 1) {
        return Optional.empty();
      }
      List<Integer> all = new ArrayList<>(front.get());
      all.addAll(Collections.nCopies(missing, 0));
      all.addAll(back.get());
      return Optional.of(number(all));
    }

    /** The groups between colons, the last two of which may be an address of version 4. */
    private static Optional<List<Integer>> groups(String text) {
      List<Integer> groups = new ArrayList<>();
      List<String> parts = text.isEmpty() ? List.of() : Arrays.asList(text.split(":", -1));
      for (int i = 0; i < parts.size(); i++) {
        String part = parts.get(i);
        Optional<BigInteger> old =
            i == parts.size() - 1 ? oldAddress(part) : Optional.<BigInteger>empty();
        if (old.isPresent()) {
          groups.add(old.get().intValue() >>> 16);
          groups.add(old.get().intValue() & 0xFFFF);
        } else if (GROUP.matcher(part).matches()) {
          groups.add(Integer.parseInt(part, 16));
        } else {
          return Optional.empty();
        }
      }
      return Optional.of(groups);
    }

    private static BigInteger number(List<Integer> groups) {
      BigInteger number = BigInteger.ZERO;
      for (int group : groups) {
        number = number.shiftLeft(16).or(BigInteger.valueOf(group));
      }
      return number;
    }

    private static BigInteger mask(int prefix, int bits) {
      return ones(bits).xor(ones(bits - prefix));
    }

    private static BigInteger ones(int bits) {
      return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    /** Whether it is of version 4. */
    boolean isOld() {
      return bits == 32;
    }

    BigInteger mask() {
      return mask(prefix, bits);
    }

    BigInteger last() {
      return first.or(ones(bits - prefix));
    }

    BigInteger firstUsable() {
      return isOld() && prefix <= 30 ? first.add(BigInteger.ONE) : first;
    }

    BigInteger lastUsable() {
      if (!isOld()) {
        return last();
      }
      return prefix <= 30 ? last().subtract(BigInteger.ONE) : first;
    }

    /** An address of this network's version. */
    String text(BigInteger address) {
      return isOld() ? oldText(address.longValue()) : newText(address);
    }

    private static String oldText(long address) {
      return String.format(
          "%d.%d.%d.%d", address >> 24, address >> 16 & 0xFF, address >> 8 & 0xFF, address & 0xFF);
    }

    /** The first longest run of two or more groups of 0 is left out, after RFC 5952. */
    private static String newText(BigInteger address) {
      List<String> groups = new ArrayList<>();
      for (int shift = 128 - 16; shift >= 0; shift -= 16) {
        groups.add(Integer.toHexString(address.shiftRight(shift).intValue() & 0xFFFF));
      }
      for (int length = GROUPS; length >= 2; length--) {
        int gap = Collections.indexOfSubList(groups, Collections.nCopies(length, "0"));
        if (gap >= 0) {
          return String.join(":", groups.subList(0, gap))
              + "::"
              + String.join(":", groups.subList(gap + length, GROUPS));
        }
      }
      return String.join(":", groups);
    }
  }
}
