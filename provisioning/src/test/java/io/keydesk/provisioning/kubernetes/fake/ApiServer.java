package io.keydesk.provisioning.kubernetes.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** Answers the calls of clients. */
final class ApiServer implements Listener.Handler {

    private record Answer(int status, byte[] body) {

        static Answer of(int status, JsonNode tree) {
            return new Answer(status, Json.text(tree).getBytes(StandardCharsets.UTF_8));
        }
    }

    private final ObjectStore store;
    private final Writes writes;
    private final Resources resources;
    private final Faults faults;
    private final RequestLog log;
    private final Function<Key, Optional<String>> addresses;
    private final Discovery discovery;
    private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();

    /**
     * @param addresses of pods that run
     */
    ApiServer(
            ObjectStore store,
            Writes writes,
            Resources resources,
            Faults faults,
            RequestLog log,
            Function<Key, Optional<String>> addresses) {
        this.store = store;
        this.addresses = addresses;
        this.writes = writes;
        this.resources = resources;
        this.faults = faults;
        this.log = log;
        this.discovery = new Discovery(resources);
    }

    /** All watches end, and cannot be taken up where they were. */
    void expireWatches() {
        store.compact();
        watches.forEach(WatchStream::expire);
    }

    /** All watches end, as when a server restarts. */
    void closeWatches() {
        watches.forEach(WatchStream::close);
    }

    @Override
    public void handle(Call call, Exchange exchange) throws IOException {
        switch (faults.take(call.request()).orElse(null)) {
            case null -> proceed(call, exchange);
            case Fault.Status(var code, var retryAfter) -> {
                log.add(call.request(), code);
                var headers = retryAfter == null
                        ? Map.<String, String>of()
                        : Map.of("Retry-After", Long.toString(retryAfter.toSeconds()));
                write(
                        exchange,
                        Answer.of(
                                code,
                                Refused.because(code, "a fault of the test").status()),
                        headers);
            }
            case Fault.Silence() -> {
                log.add(call.request(), 0);
                exchange.awaitEnd();
            }
            case Fault.Reset() -> {
                log.add(call.request(), 0);
                exchange.reset();
            }
            case Fault.ResetAfterwards() -> {
                answer(call);
                log.add(call.request(), 0);
                exchange.reset();
            }
        }
    }

    private void proceed(Call call, Exchange exchange) throws IOException {
        var target = Target.of(path(call.request()), resources);
        if (call.request().isWatch() && target.isPresent()) {
            watch(call, exchange, target.get());
            return;
        }
        if (call.wantsWebSocket() && target.filter(ApiServer::isPortForward).isPresent()) {
            forward(call, exchange, target.get());
            return;
        }
        var answer = answer(call);
        log.add(call.request(), answer.status());
        write(exchange, answer, Map.of());
    }

    private static boolean isPortForward(Target target) {
        return target.resource().equals(Resources.POD) && target.subresource().equals("portforward");
    }

    private void forward(Call call, Exchange exchange, Target target) throws IOException {
        var address = addresses.apply(target.key());
        if (address.isEmpty()) {
            log.add(call.request(), 404);
            write(exchange, refusal(Refused.notFound(target.key())), Map.of());
            return;
        }
        log.add(call.request(), 101);
        var port = Integer.parseInt(call.request().query().getOrDefault("ports", "0"));
        new PortForward(exchange.upgrade(call, PortForward.PROTOCOL), port).run(address.get());
    }

    private static Answer refusal(Refused refused) {
        return Answer.of(refused.code(), refused.status());
    }

    private void watch(Call call, Exchange exchange, Target target) throws IOException {
        var watch = new WatchStream(store, target, Selector.of(call.request()));
        watches.add(watch);
        try {
            watch.begin(call.request());
            log.add(call.request(), call.wantsWebSocket() ? 101 : 200);
            var stream = call.wantsWebSocket() ? exchange.upgrade(call, "") : exchange.stream(200);
            watch.run(stream, call.request());
        } finally {
            watches.remove(watch);
            watch.forget();
        }
    }

    private static void write(Exchange exchange, Answer answer, Map<String, String> more) throws IOException {
        var headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/json");
        exchange.answer(answer.status(), headers, answer.body());
    }

    private Answer answer(Call call) {
        try {
            var path = path(call.request());
            if (Set.of("healthz", "livez", "readyz").contains(path.getFirst())) {
                return new Answer(200, "ok".getBytes(StandardCharsets.US_ASCII));
            }
            var found = discovery.at(path);
            if (found.isPresent()) {
                return Answer.of(200, found.get());
            }
            var target = Target.of(path, resources).orElseThrow(Refused::unknownPath);
            return switch (call.request().method()) {
                case "GET" -> target.name().isEmpty() ? list(call.request(), target) : get(target);
                case "POST" -> create(call, target);
                case "PUT" -> ok(writes.replace(target.key(), target.subresource(), body(call), WriteOptions.of(call)));
                case "PATCH" -> patch(call, target);
                case "DELETE" -> delete(call, target);
                default -> throw Refused.unknownPath();
            };
        } catch (Refused e) {
            return refusal(e);
        }
    }

    private Answer get(Target target) {
        return ok(store.get(target.key()).orElseThrow(() -> Refused.notFound(target.key())));
    }

    private Answer list(Request request, Target target) {
        var selector = Selector.of(request);
        var limit = Integer.parseInt(request.query().getOrDefault("limit", "0"));
        var after = request.query().getOrDefault("continue", "");
        var metadata = Json.object();
        var items = store.exclusively(() -> {
            metadata.put("resourceVersion", Long.toString(store.version()));
            return store.list(target.resource(), target.namespace())
                    .filter(object -> object.key().place().compareTo(after) > 0)
                    .filter(selector::matches)
                    .limit(limit > 0 ? limit + 1 : Integer.MAX_VALUE)
                    .toList();
        });
        if (limit > 0 && items.size() > limit) {
            items = items.subList(0, limit);
            metadata.put("continue", items.getLast().key().place());
        }
        var list = new ByteArrayOutputStream();
        list.writeBytes("{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                .formatted(target.resource().kind(), target.resource().apiVersion(), Json.text(metadata))
                .getBytes(StandardCharsets.UTF_8));
        var comma = "";
        for (var item : items) {
            list.writeBytes(comma.getBytes(StandardCharsets.US_ASCII));
            list.writeBytes(item.listed());
            comma = ",";
        }
        list.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return new Answer(200, list.toByteArray());
    }

    private Answer create(Call call, Target target) {
        var body = body(call);
        var metadata = body.path("metadata");
        var name = metadata.path("name").asText();
        if (name.isEmpty()) {
            name = metadata.path("generateName").asText()
                    + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24, 1 << 25), 36);
        }
        var key = target.resource().named(target.namespace(), name);
        return new Answer(201, writes.create(key, body, WriteOptions.of(call)).rendered());
    }

    private Answer patch(Call call, Target target) {
        var type = call.header("content-type").split(";", 2)[0].strip();
        var options = WriteOptions.of(call);
        if (type.equals("application/apply-patch+yaml")) {
            if (!call.request().query().containsKey("fieldManager")) {
                throw Refused.badRequest(
                        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
            }
            var written = writes.apply(target.key(), target.subresource(), body(call), options);
            return new Answer(written.created() ? 201 : 200, written.object().rendered());
        }
        return ok(writes.patch(target.key(), target.subresource(), type, Json.read(call.body()), options));
    }

    private Answer delete(Call call, Target target) {
        var options = DeleteOptions.of(call.request(), call.body());
        if (!target.name().isEmpty()) {
            var object = store.get(target.key()).orElseThrow(() -> Refused.notFound(target.key()));
            return writes.delete(target.key(), options).map(ApiServer::ok).orElseGet(() -> deleted(object));
        }
        var selector = Selector.of(call.request());
        store.list(target.resource(), target.namespace())
                .filter(selector::matches)
                .toList()
                .forEach(object -> writes.delete(object.key(), options));
        return list(call.request(), target);
    }

    private static Answer deleted(Stored object) {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success")
                .putObject("details")
                .put("name", object.key().name())
                .put("kind", object.key().resource().plural())
                .put("uid", object.uid());
        return Answer.of(200, status);
    }

    private static Answer ok(Stored object) {
        return new Answer(200, object.rendered());
    }

    private static ObjectNode body(Call call) {
        if (Json.read(call.body()) instanceof ObjectNode body) {
            return body;
        }
        throw Refused.badRequest("the body is not an object");
    }

    private static List<String> path(Request request) {
        return Arrays.stream(request.path().split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
