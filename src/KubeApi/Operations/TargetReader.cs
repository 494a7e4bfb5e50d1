using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Reads the objects that a command works on.</summary>
internal sealed class TargetReader(PipelineRun pipeline, SessionScope sessions)
{
    /// <summary>Advice where the object that has the name is another than the one that came through the pipeline.</summary>
    public const string OtherObject = "Read the object again where it is; or name with -Session the server whose object of that name is meant.";

    /// <summary>Reads an object, or a subresource of it.</summary>
    /// <param name="target">The object.</param>
    /// <param name="meant">The manifest whose uid it must have; null for whichever object has the name.</param>
    /// <param name="subresource">The subresource; null for the object itself.</param>
    /// <exception cref="KubeApiException">There is no such object, or another one has its name.</exception>
    public JsonObject Read(ObjectTarget target, Manifest? meant, string? subresource = null)
    {
        var o = (JsonObject)JsonNodes.Parse(Send(target, subresource))!;
        return meant?.Uid is not { } uid || o["metadata"]?["uid"]?.ToString() == uid ? o : throw new KubeApiException(
            FailureKind.Refused,
            new Status { Code = 409, Reason = "Conflict", Message = $"{target} is not the one that was meant: another has taken its name since." })
        {
            RecommendedAction = OtherObject,
        };
    }

    private byte[] Send(ObjectTarget target, string? subresource)
    {
        var client = sessions.ClientOf(target.Session);
        try
        {
            var request = ResourceRequests.Get(target.Type, target.Namespace, target.Name, new ListOptions(), subresource);
            return pipeline.Wait(ObjectReader.GetAsync(client, request, pipeline.Stopped));
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw pipeline.Wait(NamespaceLookup.ExplainAsync(client, e, pipeline.Stopped));
        }
    }
}
