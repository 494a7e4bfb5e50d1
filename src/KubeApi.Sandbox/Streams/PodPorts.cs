using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Streams;

/// <summary>
/// The ports of pods. A test handles their connections, or a port that a running container declares serves one page over HTTP, of its script or a fixed one.
/// </summary>
internal sealed class PodPorts(ContainerProcesses processes)
{
    /// <summary>Handles a connection; returns null for one that it does not handle.</summary>
    public Func<ContainerConnection, Task?>? Handler { get; set; }

    /// <summary>Connects with a port of a pod; null if nothing listens there.</summary>
    public DuplexStream? Connect(JsonObject pod, int port)
    {
        var (near, far) = DuplexStream.Connect();
        var connection = new ContainerConnection(pod.StringAt("metadata.namespace") ?? "", pod.StringAt("metadata.name") ?? "", port, far);
        if ((Handler?.Invoke(connection) ?? Serve(connection, pod)) is not { } serving)
        {
            return null;
        }

        _ = serving.ContinueWith(_ => far.Dispose(), TaskScheduler.Default);
        return near;
    }

    private Task? Serve(ContainerConnection connection, JsonObject pod)
    {
        var container = pod.ObjectsAt("spec.containers").FirstOrDefault(container =>
            container.ObjectsAt("ports").Any(declared => declared.IntegerAt("containerPort") == connection.Port));
        return container?.StringAt("name") is { } name && processes.Find(pod, name) is { Ended.IsCompleted: false } run
            ? ServePageAsync(connection.Content, ContainerScript.Of(run).Page ?? $"hello from {connection.Pod}\n")
            : null;
    }

    private static async Task ServePageAsync(Stream connection, string page)
    {
        using var reader = new StreamReader(connection, Encoding.Latin1, leaveOpen: true);
        var request = (await reader.ReadLineAsync() ?? "").Split(' ');
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        var isFound = request.ElementAtOrDefault(1)?.Split('?')[0] is "/" or "/index.html";
        var body = Encoding.UTF8.GetBytes(isFound ? page : "404 page not found\n");
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {(isFound ? "200 OK" : "404 Not Found")}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n");
        await connection.WriteAsync(Encoding.ASCII.GetBytes(head));
        await connection.WriteAsync(request[0] == "HEAD" ? [] : body);
    }
}
