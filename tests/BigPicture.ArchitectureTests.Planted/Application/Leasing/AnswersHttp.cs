using Microsoft.AspNetCore.Http;

namespace BigPicture.Application.Leasing;

public static class AnswersHttp
{
    public static IResult Answer() => Results.Ok();
}
