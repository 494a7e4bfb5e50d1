using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using Microsoft.AspNetCore.Http.Features;

namespace KubeApi.Sandbox.Streams;

/// <summary>`pods/[SCHEME:]NAME[:PORT]/proxy/PATH` and the same of services: passes a request on to a port of a pod.</summary>
internal sealed class ProxyVerb(ObjectStore store, ResourceCatalog catalog, PodPorts ports)
{
    private static readonly HashSet<string> s_perConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Authorization",
        "Content-Length",
    };

    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var parts = api.Info.Name.Split(':');
        var (name, port) = parts switch
        {
            [var only] => (only, ""),
            [var first, var second] => (first, second),
            [_, var second, var third] => (second, third),
            _ => throw ApiErrors.BadRequest($"invalid {type.Kind.ToLowerInvariant()} request {ApiErrors.Quote(api.Info.Name)}"),
        };
        var stored = store.Get(type, api.Info.Namespace, name) ?? throw ApiErrors.NotFound(type, name);
        var (pod, number) = type.Resource == "pods" ? (stored.ToNode(), PortOf(stored.ToNode(), port)) : EndpointOf(stored.ToNode(), name, port);
        var target = api.Http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = target[(target.IndexOf("/proxy", StringComparison.Ordinal) + "/proxy".Length)..];
        if (path.Length == 0 || path[0] == '?')
        {
            api.Http.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            api.Http.Response.Headers.Location = target.Insert(target.Length - path.Length, "/");
            return;
        }

        var address = string.Create(CultureInfo.InvariantCulture, $"{pod.StringAt("status.podIP") ?? "127.0.0.1"}:{number}");
        using var request = Request(api.Http.Request, $"http://{address}{path}");
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(
                ports.Connect(pod, number) ?? throw new IOException($"dial tcp {address}: connect: connection refused")),
        };
        try
        {
            using var invoker = new HttpMessageInvoker(handler);
            using var response = await invoker.SendAsync(request, api.Aborted);
            await PassAsync(response, api.Http.Response, api.Aborted);
        }
        catch (HttpRequestException exception)
        {
            throw ApiErrors.Unavailable($"error trying to reach service: {exception.GetBaseException().Message}");
        }
    }

    private static HttpRequestMessage Request(HttpRequest request, string uri)
    {
        var unchanged = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var passed = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(uri, unchanged));
        if (request.ContentLength > 0 || request.Headers.TransferEncoding.Count > 0)
        {
            passed.Content = new StreamContent(request.Body);
            passed.Content.Headers.ContentLength = request.ContentLength;
        }

        foreach (var (name, values) in request.Headers.Where(header => !s_perConnection.Contains(header.Key)))
        {
            _ = passed.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)
                || passed.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) == true;
        }

        return passed;
    }

    private static async Task PassAsync(HttpResponseMessage response, HttpResponse passed, CancellationToken cancellationToken)
    {
        passed.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !s_perConnection.Contains(header.Key)))
        {
            passed.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(passed.Body, cancellationToken);
    }

    // The port of the path, or the first one that the pod declares.
    private static int PortOf(JsonObject pod, string port)
    {
        var declared = PodContainers.Ports(pod).Select(item => (int)(item.IntegerAt("containerPort") ?? 0)).FirstOrDefault(80);
        return port.Length == 0 ? declared : int.TryParse(port, CultureInfo.InvariantCulture, out var number) ? number : PodContainers.PortOf(pod, port) ?? 0;
    }

    private (JsonObject Pod, int Port) EndpointOf(JsonObject service, string name, string port)
    {
        var chosen = service.ObjectsAt("spec.ports").FirstOrDefault(
                item => port.Length == 0 || item.StringAt("name") == port || item.TextAt("port") == port)
            ?? throw ApiErrors.Unavailable($"no service port {ApiErrors.Quote(port)} found for service {ApiErrors.Quote(name)}");
        var selector = LabelSelector.OfLabels(service.At("spec.selector"));
        var pod = store.Snapshot(catalog.Pods).In(service.StringAt("metadata.namespace")!).FirstOrDefault(candidate =>
                selector?.Matches(candidate) == true && !candidate.IsTerminating && candidate.ToNode().StringAt("status.phase") == "Running")?.ToNode()
            ?? throw ApiErrors.Unavailable($"no endpoints available for service {ApiErrors.Quote(name)}");
        return (pod, PodContainers.TargetOf(pod, chosen) ?? 0);
    }
}
