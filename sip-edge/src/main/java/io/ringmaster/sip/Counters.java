package io.ringmaster.sip;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what passes the edge.
final class Counters {

  private static final Set<String> NAMED =
      Set.of(
          "INVITE",
          "ACK",
          "BYE",
          "CANCEL",
          "OPTIONS",
          "INFO",
          "UPDATE",
          "REGISTER",
          "MESSAGE",
          "REFER",
          "NOTIFY",
          "SUBSCRIBE",
          "PUBLISH",
          "PRACK");

  private final Map<String, LongAdder> requestsReceived = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> requestsSent = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> responsesReceived = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> responsesSent = new ConcurrentHashMap<>();
  private final LongAdder malformed = new LongAdder();
  private final LongAdder retransmissionsReceived = new LongAdder();
  private final LongAdder retransmissionsSent = new LongAdder();
  private final LongAdder headersDropped = new LongAdder();

  void requestReceived(String method) {
    add(requestsReceived, NAMED.contains(method) ? method : "OTHER");
  }

  void requestSent(String method) {
    add(requestsSent, method);
  }

  void responseReceived(int status) {
    add(responsesReceived, status / 100);
  }

  void responseSent(int status) {
    add(responsesSent, status / 100);
  }

  void malformed() {
    malformed.increment();
  }

  void retransmissionReceived() {
    retransmissionsReceived.increment();
  }

  void retransmissionSent() {
    retransmissionsSent.increment();
  }

  void headerDropped() {
    headersDropped.increment();
  }

  SipStatistics snapshot(int openTransactions) {
    return new SipStatistics(
        sums(requestsReceived),
        sums(requestsSent),
        sums(responsesReceived),
        sums(responsesSent),
        malformed.sum(),
        retransmissionsReceived.sum(),
        retransmissionsSent.sum(),
        headersDropped.sum(),
        openTransactions);
  }

  private static <K> void add(Map<K, LongAdder> counts, K key) {
    counts.computeIfAbsent(key, k -> new LongAdder()).increment();
  }

  private static <K extends Comparable<K>> Map<K, Long> sums(Map<K, LongAdder> counts) {
    var sums = new TreeMap<K, Long>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }
}
