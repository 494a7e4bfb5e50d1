using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Reads the owners of an object, and their owners, up to those without an owner.</summary>
internal sealed class OwnerWalk(PipelineRun pipeline, SessionScope sessions)
{
    private sealed record Reference(string ApiVersion, string Kind, string Name, string Uid);

    /// <summary>Writes the owners, each once, the nearest first. A missing owner is an error; the others are still written.</summary>
    public void Write(ObjectTarget target, JsonObject o)
    {
        HashSet<string> seen = [];
        var level = ReferencesOf(o);
        for (var depth = 1; level.Count > 0; depth++)
        {
            List<Reference> next = [];
            foreach (var reference in level.Where(r => seen.Add(r.Uid)))
            {
                pipeline.Attempt($"{reference.Kind}/{reference.Name}", target.Session, () => next.AddRange(Write(target, reference, depth)));
            }

            level = next;
        }
    }

    private List<Reference> Write(ObjectTarget target, Reference reference, int depth)
    {
        var (session, client) = (target.Session, sessions.ClientOf(target.Session));
        var type = pipeline.Wait(session.Discovery.FindKindAsync(client, reference.ApiVersion, reference.Kind, pipeline.Stopped));
        var options = new ListOptions { Representation = Representation.Table };
        // An owner is in the same namespace, or cluster-scoped.
        var request = ResourceRequests.Get(type, type.Namespaced ? target.Namespace : null, reference.Name, options);
        var item = pipeline.Wait(ObjectReader.GetItemAsync(client, request, pipeline.Stopped));
        var owner = (JsonObject)JsonNodes.Parse(item.Json)!;
        if ($"{owner["metadata"].Child("uid")}" != reference.Uid)
        {
            throw new KubeApiException(
                FailureKind.Refused, new Status
                {
                    Code = 404,
                    Reason = "NotFound",
                    Kind = type.Name,
                    Name = reference.Name,
                    Message = $"The owner {reference.Kind}/{reference.Name} no longer exists: another object has its name",
                });
        }

        pipeline.Host.WriteObject(ObjectViews.PresentTree(ApiObject.Create(item, new ObjectOrigin(session, type) { Depth = depth })));
        return ReferencesOf(owner);
    }

    private static List<Reference> ReferencesOf(JsonObject o) =>
        [
            .. (o["metadata"].Child("ownerReferences") as JsonArray ?? []).Select(
                r => new Reference($"{r.Child("apiVersion")}", $"{r.Child("kind")}", $"{r.Child("name")}", $"{r.Child("uid")}")),
        ];
}
