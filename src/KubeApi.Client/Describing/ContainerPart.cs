using System.Globalization;
using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Describing;

/// <summary>The section about one container: state, last state, resources, probes, environment and mounts. Pure.</summary>
internal static class ContainerPart
{
    /// <summary>Adds the section.</summary>
    /// <param name="page">The page.</param>
    /// <param name="container">The container of the spec.</param>
    /// <param name="status">Its status; default if it has none yet.</param>
    public static void Write(PageBuilder page, JsonElement container, JsonElement status)
    {
        page.Subheading(container.Text("name"), 1);
        page.Field("Image", container.Text("image"), indent: 2);
        if (status.Text("imageID") is { Length: > 0 } id && id != container.Text("image"))
        {
            page.Field("Image ID", id, indent: 2);
        }

        page.Field("ID", status.Text("containerID"), indent: 2);
        var (state, style) = StateOf(page, status.Child("state"));
        page.Field("State", state.Length > 0 ? state : "waiting to be created", style, 2);
        page.Field("Last state", StateOf(page, status.Child("lastState")).Text, PageStyle.Bad, 2);
        if (status.ValueKind == JsonValueKind.Object)
        {
            var isReady = status.IsTrue("ready");
            page.Field("Ready", $"{isReady}, {status.Number("restartCount")} restarts", isReady ? PageStyle.Good : PageStyle.Plain, 2);
        }

        page.Field("Command", string.Join(' ', container.Texts("command").Select(Quote)), indent: 2);
        page.Field("Arguments", string.Join(' ', container.Texts("args").Select(Quote)), indent: 2);
        page.Field("Working dir", container.Text("workingDir"), indent: 2);
        page.Field("Ports", string.Join(", ", container.Items("ports").Select(Port)), indent: 2);
        page.Field("Requests", Amounts(container.Child("resources").Child("requests")), indent: 2);
        page.Field("Limits", Amounts(container.Child("resources").Child("limits")), indent: 2);
        foreach (var probe in new[] { "startup", "readiness", "liveness" })
        {
            page.Field(char.ToUpperInvariant(probe[0]) + probe[1..], Probe(container.Child($"{probe}Probe")), indent: 2);
        }

        page.Field("Environment", container.Items("envFrom").Select(EnvironmentFrom).Concat(container.Items("env").Select(Variable)), 2);
        var mounts = container.Items("volumeMounts").Where(m => !m.Text("name").StartsWith("kube-api-access-", StringComparison.Ordinal));
        page.Field("Mounts", mounts.Select(Mount), 2);
        page.Field("Security", Flat(container.Child("securityContext")), indent: 2);
    }

    private static (string Text, PageStyle Style) StateOf(PageBuilder page, JsonElement state)
    {
        if (state.Child("running") is { ValueKind: JsonValueKind.Object } running)
        {
            return ($"running since {page.Time(running.Text("startedAt"))}", PageStyle.Good);
        }

        if (state.Child("waiting") is { ValueKind: JsonValueKind.Object } waiting)
        {
            return ($"waiting: {PodPart.Join(": ", waiting.Text("reason"), waiting.Text("message"))}", PageStyle.Bad);
        }

        if (state.Child("terminated") is not { ValueKind: JsonValueKind.Object } ended)
        {
            return ("", PageStyle.Plain);
        }

        var exit = $"exit code {ended.Number("exitCode")}{(ended.Number("signal") is > 0 and var signal ? $", signal {signal}" : "")}";
        var times = PodPart.Join(" to ", PageBuilder.Moment(ended.Text("startedAt")), page.Time(ended.Text("finishedAt")));
        return (
            $"terminated: {PodPart.Join(", ", PodPart.Join(": ", ended.Text("reason"), ended.Text("message").Trim()), exit, times)}",
            ended.Number("exitCode") == 0 ? PageStyle.Plain : PageStyle.Bad);
    }

    private static string Probe(JsonElement probe)
    {
        if (probe.ValueKind != JsonValueKind.Object)
        {
            return "";
        }

        var (http, tcp, grpc) = (probe.Child("httpGet"), probe.Child("tcpSocket"), probe.Child("grpc"));
        var action = http.ValueKind == JsonValueKind.Object
            ? $"{http.Text("scheme").ToLowerInvariant()}://{http.Text("host")}:{Value(http.Child("port"))}{http.Text("path")}"
            : tcp.ValueKind == JsonValueKind.Object ? $"tcp {PodPart.Join(":", tcp.Text("host"), Value(tcp.Child("port")))}"
            : grpc.ValueKind == JsonValueKind.Object ? $"grpc {Value(grpc.Child("port"))} {grpc.Text("service")}".TrimEnd()
            : $"exec {string.Join(' ', probe.Child("exec").Texts("command").Select(Quote))}";
        return $"{action}, delay {probe.Number("initialDelaySeconds")}s, every {probe.Number("periodSeconds")}s, time-out {probe.Number("timeoutSeconds")}s, "
            + $"success after {probe.Number("successThreshold")}, failure after {probe.Number("failureThreshold")}";
    }

    private static string Variable(JsonElement variable)
    {
        var (name, from) = (variable.Text("name"), variable.Child("valueFrom"));
        return from.ValueKind != JsonValueKind.Object ? $"{name}={variable.Text("value")}"
            : from.Child("secretKeyRef") is { ValueKind: JsonValueKind.Object } secret ? $"{name} from {Key(secret, "Secret")}"
            : from.Child("configMapKeyRef") is { ValueKind: JsonValueKind.Object } map ? $"{name} from {Key(map, "ConfigMap")}"
            : from.Child("fieldRef") is { ValueKind: JsonValueKind.Object } field ? $"{name} from the field {field.Text("fieldPath")}"
            : $"{name} from {Flat(from)}";
    }

    private static string Key(JsonElement source, string kind) => $"the key '{source.Text("key")}' of {kind}/{source.Text("name")}";

    private static string EnvironmentFrom(JsonElement source)
    {
        var (secret, map) = (source.Child("secretRef").Text("name"), source.Child("configMapRef").Text("name"));
        return $"all keys of {(secret.Length > 0 ? $"Secret/{secret}" : $"ConfigMap/{map}")}"
            + (source.Text("prefix") is { Length: > 0 } prefix ? $", with the prefix {prefix}" : "");
    }

    private static string Mount(JsonElement mount) =>
        $"{mount.Text("mountPath")} from {PodPart.Join("/", mount.Text("name"), mount.Text("subPath"))} "
            + (mount.IsTrue("readOnly") ? "(read-only)" : "(read-write)");

    private static string Port(JsonElement port)
    {
        var host = port.Number("hostPort") is > 0 and var number ? $" (host port {number})" : "";
        return $"{PodPart.Join(" ", port.Text("name"), $"{port.Number("containerPort")}/{port.Text("protocol")}")}{host}";
    }

    private static string Amounts(JsonElement amounts) => Flat(amounts, " ");

    private static string Flat(JsonElement o, string separator = "=") => o.ValueKind == JsonValueKind.Object
        ? string.Join(", ", o.EnumerateObject().Select(p => $"{p.Name}{separator}{Value(p.Value)}")) : "";

    private static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetDouble().ToString(CultureInfo.InvariantCulture),
        JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    private static string Quote(string argument) => argument.Length > 0 && !argument.Any(char.IsWhiteSpace) ? argument : $"'{argument}'";
}
