using KubeApi.Binding;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Sends raw requests, and writes their responses to the pipeline or to a file.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="outFile">The file for the responses, in full; null for the pipeline.</param>
internal sealed class RawRequestSender(PipelineRun pipeline, SessionScope sessions, string? outFile)
{
    private bool _hasSaved;

    /// <summary>Sends a request to one server. A change prompts for confirmation.</summary>
    public void Send(KubeApiSession session, ApiRequest request)
    {
        var method = request.Method.Method;
        if (!RawRequest.IsRead(method) && !pipeline.ShouldProcess($"{request.PathAndQuery} at {session.Server} (session '{session.Name}')", method))
        {
            return;
        }

        if (outFile is not null)
        {
            Save(session, request, outFile);
            return;
        }

        foreach (var part in pipeline.Pull(ResponseReader.ReadAsync(sessions.ClientOf(session), request)))
        {
            var output = part.Json is { } json
                ? ApiObject.Create(new JsonSource(json, session.Names, ShowManagedFields: true), origin: null)
                : part.Text;
            pipeline.Host.WriteObject(output, enumerateCollection: true);
        }
    }

    private void Save(KubeApiSession session, ApiRequest request, string path)
    {
        try
        {
            // The responses of several sessions follow each other.
            var mode = _hasSaved ? FileMode.Append : FileMode.Create;
            pipeline.Wait(ResponseReader.CopyAsync(sessions.ClientOf(session), request, () => new FileStream(path, mode), pipeline.Stopped));
            _hasSaved = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            pipeline.Host.WriteError(ErrorRecords.FileNotWritten(path, e));
        }
    }
}
