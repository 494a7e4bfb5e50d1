using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Faults;

/// <summary>The path that controls faults.</summary>
internal sealed class FaultDocument(FaultGate gate) : IDocument
{
    private const string Path = "/sandbox/faults";

    /// <summary>GET returns the pending faults, POST adds the one in the query, DELETE clears all.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            return false;
        }

        switch (context.Request.Method)
        {
            case "POST":
                try
                {
                    gate.Add(Fault.Parse(context.Request.QueryString.Value ?? ""));
                }
                catch (FormatException exception)
                {
                    throw ApiErrors.BadRequest(exception.Message);
                }

                break;
            case "DELETE":
                gate.Clear();
                break;
        }

        await ResponseWriter.TextAsync(context, 200, string.Concat(gate.Snapshot().Select(fault => fault + "\n")));
        return true;
    }
}
