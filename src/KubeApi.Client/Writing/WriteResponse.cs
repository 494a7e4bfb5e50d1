using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Reads the response to a write. A response about something else does not prove that anything was written. Pure.</summary>
internal static class WriteResponse
{
    /// <summary>The stored object; for a DELETE also a Status.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The body of the successful response.</param>
    /// <exception cref="KubeApiException">The body is empty, is not JSON, or is about another object.</exception>
    public static ListItem Read(ApiRequest request, byte[] body)
    {
        if (body.Length == 0)
        {
            throw Unknown(request, "has no body");
        }

        try
        {
            var item = TableResponse.Read(request, body);
            return FaultOf(request, JsonNodes.ParseElement(item.Json)) is { } fault ? throw Unknown(request, fault) : item;
        }
        catch (JsonException e)
        {
            throw Unknown(request, "is not valid JSON", e);
        }
    }

    private static string? FaultOf(ApiRequest request, JsonElement written)
    {
        if (written.ValueKind != JsonValueKind.Object)
        {
            return "is not an object";
        }

        // Some subresources return a Status or a kind of their own.
        var isObject = request.Method != HttpMethod.Delete && request.Target is { } target && !target.Resource.Contains('/', StringComparison.Ordinal);
        var (kind, name) = (written.Text("kind"), written.Child("metadata").Text("name"));
        var (sentKind, sentName) = isObject ? Sent(request) : ("", "");
        var expected = request.Target?.Name ?? sentName;
        return isObject && kind == "Status" ? "is a Status instead of the object"
            : ResponseKind.FaultOf(kind, sentKind) is { } fault ? fault
            : name.Length > 0 && expected.Length > 0 && kind != "Status" && name != expected ? $"is about '{TerminalText.Clean(name)}', not '{expected}'"
            : (isObject || (kind.Length == 0 && request.Method != HttpMethod.Delete)) && name.Length == 0 && expected.Length > 0 ? "has no metadata.name"
            : null;
    }

    // A patch may have neither.
    private static (string Kind, string Name) Sent(ApiRequest request)
    {
        if (request.Body is not { } body || request.ContentType == MediaTypes.JsonPatch)
        {
            return ("", "");
        }

        var sent = JsonNodes.ParseElement(body.Span);
        return (sent.Text("kind"), sent.Child("metadata").Text("name"));
    }

    private static KubeApiException Unknown(ApiRequest request, string fault, Exception? inner = null) => new(
        FailureKind.InvalidAnswer,
        $"The response to the {request.Method.Method} of {request.PathAndQuery.Split('?')[0]} {fault}: the result is unknown.", inner)
    {
        Method = request.Method.Method,
        Target = request.Target,
        RecommendedAction = WriteAdvice.ReadFirst,
    };
}
