using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Faults;

/// <summary>The path by which a program outside tells the sandbox what is to go wrong.</summary>
internal sealed class FaultDocument(FaultGate gate)
{
    private const string Path = "/sandbox/faults";

    /// <summary>GET shows the faults to come, POST adds the one of the query, DELETE takes all back.</summary>
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
