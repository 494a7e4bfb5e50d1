using System.Globalization;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Requests;

/// <summary>Builds the requests for the streams of a pod. Sends nothing.</summary>
public static class PodRequests
{
    /// <summary>The resource type of pods.</summary>
    public static ApiResource Pods { get; } =
        new() { Group = "", Version = "v1", Name = "pods", SingularName = "pod", Kind = "Pod", Namespaced = true };

    /// <summary>Runs a command in a container. It must never be sent twice.</summary>
    public static ApiRequest Exec(string @namespace, string pod, ExecOptions options) => Stream(@namespace, pod, "exec", options);

    /// <summary>Connects to the main process of a container.</summary>
    public static ApiRequest Attach(string @namespace, string pod, ExecOptions options) =>
        Stream(@namespace, pod, "attach", options with { Command = [] });

    /// <summary>Connects to one port of a pod; or to any, where the stream names them.</summary>
    public static ApiRequest PortForward(string @namespace, string pod, int? port = null) =>
        Get(@namespace, pod, "portforward", new QueryString().Add("ports", port), RepeatSafety.Never) with { SendsStream = true };

    /// <summary>Reads the log of a container.</summary>
    public static ApiRequest Log(string @namespace, string pod, LogOptions options) =>
        Get(
            @namespace, pod, "log",
            new QueryString().Add("container", options.Container)
                .Add("follow", options.Follow)
                .Add("previous", options.Previous)
                .Add("tailLines", options.TailLines)
                .Add("sinceSeconds", options.SinceSeconds)
                .Add("sinceTime", options.SinceTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
                .Add("timestamps", true),
            RepeatSafety.Safe) with
        { IsLongRunning = options.Follow, Accept = MediaTypes.Json };

    private static ApiRequest Stream(string @namespace, string pod, string subresource, ExecOptions options)
    {
        var query = new QueryString();
        foreach (var argument in options.Command)
        {
            query.Add("command", argument);
        }

        query.Add("container", options.Container).Add("stdin", options.Stdin).Add("stdout", options.Stdout).Add("stderr", options.Stderr)
            .Add("tty", options.Tty);
        return Get(@namespace, pod, subresource, query, RepeatSafety.Never) with { SendsStream = options is { Stdin: true, Tty: false } };
    }

    private static ApiRequest Get(string @namespace, string pod, string subresource, QueryString query, RepeatSafety safety) =>
        new(HttpMethod.Get, Pods.PathOf(@namespace, pod, subresource) + query)
        {
            // An upgrade has no body, and a server refuses to choose a media type for it.
            Accept = "*/*",
            RepeatSafety = safety,
            Target = new RequestTarget("get", $"pods/{subresource}", @namespace, pod),
        };
}
