using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The output of a container and the responses of its commands: YAML in the annotation `sandbox.kubeapi/script.CONTAINER`, or `sandbox.kubeapi/script`
/// for all containers of the pod. Its fields: log, exit, commands, files, page.
/// </summary>
internal sealed class ContainerScript(JsonObject fields)
{
    private const string Annotation = "sandbox.kubeapi/script";
    private static readonly string[] s_fields = ["log", "exit", "commands", "files", "page"];
    private static readonly string[] s_responseFields = ["stdout", "stderr", "exitCode"];

    /// <summary>The log; null if the main process writes it.</summary>
    public string? Log => fields.StringAt("log");

    /// <summary>The exit code with which the container ends after its log; null if it runs on.</summary>
    public int? Exit => (int?)fields.IntegerAt("exit");

    /// <summary>The page of its ports; null for the default one.</summary>
    public string? Page => fields.StringAt("page");

    /// <summary>Paths and contents.</summary>
    public IEnumerable<(string Path, string Content)> Files =>
        (fields["files"] as JsonObject ?? []).Select(file => (file.Key, file.Value?.ToString() ?? ""));

    /// <exception cref="FormatException">The annotation is no YAML mapping, or has an unknown field.</exception>
    public static ContainerScript Of(ContainerRun run)
    {
        var annotations = run.Pod.At("metadata.annotations") as JsonObject ?? [];
        try
        {
            var text = (annotations[$"{Annotation}.{run.Name}"] ?? annotations[Annotation])?.ToString() ?? "{}";
            var fields = JsonText.Parse(YamlText.ToJson(text)) as JsonObject ?? throw new FormatException("it is no mapping");
            RequireKnown(fields, s_fields);
            (fields["commands"] as JsonObject ?? []).Select(command => command.Value).OfType<JsonObject>().ToList()
                .ForEach(response => RequireKnown(response, s_responseFields));
            return new ContainerScript(fields);
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new FormatException($"Annotation '{Annotation}' of pod '{run.Pod.StringAt("metadata.name")}' is invalid: {exception.Message}", exception);
        }
    }

    private static void RequireKnown(JsonObject fields, string[] known)
    {
        if (fields.Select(field => field.Key).Except(known).FirstOrDefault() is { } unknown)
        {
            throw new FormatException($"unknown field '{unknown}', known are {string.Join(", ", known)}");
        }
    }

    /// <summary>The response to a command, its arguments joined by spaces; null if the script has none.</summary>
    public (string Output, string Error, int ExitCode)? Response(IReadOnlyList<string> command) =>
        (fields["commands"] as JsonObject)?[string.Join(' ', command)] switch
        {
            null => null,
            JsonObject response => (response.TextAt("stdout") ?? "", response.TextAt("stderr") ?? "", (int)(response.IntegerAt("exitCode") ?? 0)),
            var output => (output.ToString(), "", 0),
        };
}
