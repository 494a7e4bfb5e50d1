using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>Compares the kind of an object with the requested one: a proxy or another server may respond with something else. Pure.</summary>
internal static class ResponseKind
{
    /// <summary>The difference, to follow "the response"; null for none, or if one of the kinds is unknown.</summary>
    /// <param name="found">The kind in the response.</param>
    /// <param name="expected">The kind that was requested or sent.</param>
    public static string? FaultOf(string found, string expected) =>
        found.Length == 0 || expected.Length == 0 || found == expected ? null
        : $"is {Articles.Before(TerminalText.Clean(found))}, not {Articles.Before(expected)}";

    /// <summary>Checks the response to the read of one object.</summary>
    /// <param name="request">The request.</param>
    /// <param name="found">The kind in the response.</param>
    /// <exception cref="KubeApiException">It is another kind than the request expects.</exception>
    public static void Check(ApiRequest request, string found)
    {
        if (found != "PartialObjectMetadata" && FaultOf(found, request.Kind ?? "") is { } fault)
        {
            throw new KubeApiException(
                FailureKind.InvalidAnswer, $"The response to the {request.Method.Method} of {request.PathAndQuery.Split('?')[0]} {fault}.")
            {
                Method = request.Method.Method,
                Target = request.Target,
                RecommendedAction = ForeignResponse.Advice,
            };
        }
    }

    /// <summary>The kind of an object; empty if it has none.</summary>
    /// <param name="json">The object.</param>
    public static string KindOf(byte[] json)
    {
        // Servers write the kind first, so the rest is not searched.
        var cursor = new JsonCursor(json);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var isKind = cursor.ReadName(out _).SequenceEqual("kind"u8);
            var start = cursor.Position;
            cursor.SkipValue();
            if (isKind)
            {
                return json[start] == '"' ? Encoding.UTF8.GetString(json, start + 1, cursor.Position - start - 2) : "";
            }
        }

        return "";
    }
}
